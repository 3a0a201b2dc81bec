// The elements of AWS's lists, in the shapes of its API references.
import { OPT_IN } from "./regions.mjs";

export const ACCOUNT = "123456789012";

/** An id as AWS makes them: seventeen hexadecimal digits, here the same in every run. */
export function id(prefix, region, number) {
  const place = [...region].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 0xffffff, 7);
  return `${prefix}-0${place.toString(16).padStart(6, "0")}${number.toString(16).padStart(10, "0")}`;
}

function tags(name, more = []) {
  const all = [...(name ? [["Name", name]] : []), ...more];
  const items = all.map(([key, value]) => `<item><key>${key}</key><value>${value}</value></item>`);
  return items.length ? `<tagSet>${items.join("")}</tagSet>` : "<tagSet/>";
}

const OWNED = [
  ["environment", "production"],
  ["owner", "platform-team"],
  ["managed-by", "terraform"],
];

export function vpcItem(region, vpc, block, isDefault, name) {
  const association = `<item><cidrBlock>${block}</cidrBlock><associationId>vpc-cidr-assoc-${vpc.slice(4)}</associationId><cidrBlockState><state>associated</state></cidrBlockState></item>`;
  return `<item><vpcId>${vpc}</vpcId><ownerId>${ACCOUNT}</ownerId><state>available</state><cidrBlock>${block}</cidrBlock><cidrBlockAssociationSet>${association}</cidrBlockAssociationSet><dhcpOptionsId>dopt-0123456789abcdef0</dhcpOptionsId>${tags(name, name ? OWNED : [])}<instanceTenancy>default</instanceTenancy><isDefault>${isDefault}</isDefault></item>`;
}

export function subnetItem(region, vpc, { id, letter, number }, block, name) {
  return `<item><subnetId>${id}</subnetId><subnetArn>arn:aws:ec2:${region}:${ACCOUNT}:subnet/${id}</subnetArn><state>available</state><ownerId>${ACCOUNT}</ownerId><vpcId>${vpc}</vpcId><cidrBlock>${block}</cidrBlock><ipv6CidrBlockAssociationSet/><assignIpv6AddressOnCreation>false</assignIpv6AddressOnCreation><ipv6Native>false</ipv6Native><availableIpAddressCount>4091</availableIpAddressCount><availabilityZone>${region}${letter}</availabilityZone><availabilityZoneId>${region}-az${(number % 3) + 1}</availabilityZoneId><defaultForAz>${!name}</defaultForAz><mapPublicIpOnLaunch>${!name}</mapPublicIpOnLaunch>${tags(name, name ? OWNED : [])}<mapCustomerOwnedIpOnLaunch>false</mapCustomerOwnedIpOnLaunch><enableDns64>false</enableDns64></item>`;
}

const EVERYWHERE = "<item><cidrIp>0.0.0.0/0</cidrIp></item>";
const EGRESS = `<ipPermissionsEgress><item><ipProtocol>-1</ipProtocol><groups/><ipRanges>${EVERYWHERE}</ipRanges><ipv6Ranges/><prefixListIds/></item></ipPermissionsEgress>`;

export function defaultGroup(region, vpc) {
  const group = id("sg", region, 0);
  const itself = `<ipPermissions><item><ipProtocol>-1</ipProtocol><groups><item><userId>${ACCOUNT}</userId><groupId>${group}</groupId></item></groups><ipRanges/><ipv6Ranges/><prefixListIds/></item></ipPermissions>`;
  return groupItem(region, vpc, group, "default", "default VPC security group", itself, "<tagSet/>");
}

export function group(region, vpc, number) {
  const own = id("sg", region, number + 1);
  const port = (from, ranges, groups) =>
    `<item><ipProtocol>tcp</ipProtocol><fromPort>${from}</fromPort><toPort>${from}</toPort><groups>${groups}</groups><ipRanges>${ranges}</ipRanges><ipv6Ranges/><prefixListIds/></item>`;
  const balancer = `<item><userId>${ACCOUNT}</userId><groupId>${id("sg", region, number)}</groupId></item>`;
  const ingress = `<ipPermissions>${port(443, EVERYWHERE, "")}${port(8080, "<item><cidrIp>10.0.0.0/8</cidrIp><description>inside</description></item>", balancer)}</ipPermissions>`;
  const name = `service-${number}`;
  return groupItem(region, vpc, own, name, `What service ${number} is reached by`, ingress, tags(name, OWNED));
}

function groupItem(region, vpc, group, name, description, ingress, tagSet) {
  return `<item><ownerId>${ACCOUNT}</ownerId><groupId>${group}</groupId><groupName>${name}</groupName><groupDescription>${description}</groupDescription><vpcId>${vpc}</vpcId>${ingress}${EGRESS}${tagSet}<securityGroupArn>arn:aws:ec2:${region}:${ACCOUNT}:security-group/${group}</securityGroupArn></item>`;
}

export function gatewayRoute(region, number) {
  return `<item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><gatewayId>${id("igw", region, number)}</gatewayId><state>active</state><origin>CreateRoute</origin></item>`;
}

export function natRoute(region, number) {
  return `<item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><natGatewayId>${id("nat", region, number)}</natGatewayId><state>active</state><origin>CreateRoute</origin></item>`;
}

/** A route table; one that no subnet is associated with is the main one. */
export function table(region, vpc, number, route, subnets) {
  const own = id("rtb", region, number);
  const association = (subnet) =>
    `<item><routeTableAssociationId>rtbassoc-0${number}</routeTableAssociationId><routeTableId>${own}</routeTableId>${subnet ? `<subnetId>${subnet.id}</subnetId><main>false</main>` : "<main>true</main>"}<associationState><state>associated</state></associationState></item>`;
  const associations = subnets.length ? subnets.map(association).join("") : association();
  const local =
    "<item><destinationCidrBlock>10.0.0.0/16</destinationCidrBlock><gatewayId>local</gatewayId><state>active</state><origin>CreateRouteTable</origin></item>";
  return `<item><routeTableId>${own}</routeTableId><vpcId>${vpc}</vpcId><ownerId>${ACCOUNT}</ownerId><routeSet>${local}${route}</routeSet><associationSet>${associations}</associationSet><propagatingVgwSet/>${tags(subnets.length ? `routes-${number}` : "", subnets.length ? OWNED : [])}</item>`;
}

export function internetGateway(region, vpc, number) {
  return `<item><internetGatewayId>${id("igw", region, number)}</internetGatewayId><ownerId>${ACCOUNT}</ownerId><attachmentSet><item><vpcId>${vpc}</vpcId><state>available</state></item></attachmentSet><tagSet/></item>`;
}

export function natGateway(region, vpc, subnet, number) {
  const place = `<item><networkInterfaceId>${id("eni", region, number)}</networkInterfaceId><publicIp>198.51.100.${number % 256}</publicIp><allocationId>${id("eipalloc", region, number)}</allocationId><privateIp>10.0.0.9</privateIp><isPrimary>true</isPrimary><status>succeeded</status></item>`;
  return `<item><natGatewayId>${id("nat", region, number)}</natGatewayId><subnetId>${subnet}</subnetId><vpcId>${vpc}</vpcId><state>available</state><createTime>2026-01-01T00:00:00.000Z</createTime><connectivityType>public</connectivityType><natGatewayAddressSet>${place}</natGatewayAddressSet>${tags(`nat-${number}`, OWNED)}</item>`;
}

export function endpoint(region, vpc, service, number) {
  return `<item><vpcEndpointId>${id("vpce", region, number)}</vpcEndpointId><vpcEndpointType>${service === "ecr.api" ? "Interface" : "Gateway"}</vpcEndpointType><vpcId>${vpc}</vpcId><ownerId>${ACCOUNT}</ownerId><serviceName>com.amazonaws.${region}.${service}</serviceName><state>available</state><routeTableIdSet/><subnetIdSet/><groupSet/><privateDnsEnabled>false</privateDnsEnabled><requesterManaged>false</requesterManaged><networkInterfaceIdSet/><dnsEntrySet/><creationTimestamp>2026-01-01T00:00:00.000Z</creationTimestamp>${tags(`${service}-${number}`, OWNED)}</item>`;
}

export function address(region, number) {
  return `<item><publicIp>198.51.100.${number % 256}</publicIp><allocationId>${id("eipalloc", region, number)}</allocationId><domain>vpc</domain><associationId>${id("eipassoc", region, number)}</associationId><networkInterfaceId>${id("eni", region, number)}</networkInterfaceId><networkInterfaceOwnerId>${ACCOUNT}</networkInterfaceOwnerId><privateIpAddress>10.0.0.9</privateIpAddress><publicIpv4Pool>amazon</publicIpv4Pool><networkBorderGroup>${region}</networkBorderGroup>${tags(`nat-${number}`, OWNED)}</item>`;
}

export function availabilityZone(region, letter, number) {
  return `<item><zoneName>${region}${letter}</zoneName><zoneState>available</zoneState><regionName>${region}</regionName><zoneId>${region}-az${number + 1}</zoneId><zoneType>availability-zone</zoneType><groupName>${region}</groupName><networkBorderGroup>${region}</networkBorderGroup><optInStatus>opt-in-not-required</optInStatus><messageSet/></item>`;
}

/** What `DescribeRegions` says of one. */
export function regionItem(name) {
  const status = OPT_IN.includes(name) ? "opted-in" : "opt-in-not-required";
  return `<item><regionName>${name}</regionName><regionEndpoint>ec2.${name}.amazonaws.com</regionEndpoint><optInStatus>${status}</optInStatus></item>`;
}

export function zone(number) {
  return `<HostedZone><Id>/hostedzone/Z${number.toString().padStart(13, "0")}</Id><Name>zone-${number}.example.com.</Name><CallerReference>made-${number}</CallerReference><Config><Comment>zone ${number}</Comment><PrivateZone>false</PrivateZone></Config><ResourceRecordSetCount>12</ResourceRecordSetCount></HostedZone>`;
}

export function user(number) {
  return `<member><Path>/</Path><UserName>user-${number}</UserName><UserId>AIDA${number.toString().padStart(16, "0")}</UserId><Arn>arn:aws:iam::${ACCOUNT}:user/user-${number}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate></member>`;
}
