export { inWords as attributeText, labelFor as attributeLabel } from "./facts";
export { Resources, type ResourcesProps } from "./Resources";
export { listItemText } from "./rule";
