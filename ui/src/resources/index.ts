export { Resources, type ResourcesProps } from "./Resources";
