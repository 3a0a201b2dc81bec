// A plain screen: a heading that takes the focus when the screen appears, and content.
import AppLayout from "@cloudscape-design/components/app-layout";
import type { AppLayoutProps } from "@cloudscape-design/components/app-layout";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import { type ReactNode, useEffect, useRef } from "react";

import { copy } from "../copy";

export interface PageProps {
  title: string;
  description: string;
  counter?: string;
  actions?: ReactNode;
  contentType?: AppLayoutProps.ContentType;
  breadcrumbs?: ReactNode;
  children: ReactNode;
}

export function Page({
  title,
  description,
  counter,
  actions,
  contentType = "table",
  breadcrumbs,
  children,
}: PageProps) {
  const heading = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    document.title = `${title} - ${copy.app.name}`;
    heading.current?.focus();
  }, [title]);
  return (
    <AppLayout
      headerSelector="#app-header"
      navigationHide
      toolsHide
      contentType={contentType}
      breadcrumbs={breadcrumbs}
      ariaLabels={{ notifications: copy.app.notifications }}
      content={
        <ContentLayout
          header={
            <Header variant="h1" description={description} actions={actions} {...(counter ? { counter } : {})}>
              <span className="app-heading" ref={heading} tabIndex={-1}>
                {title}
              </span>
            </Header>
          }
        >
          {children}
        </ContentLayout>
      }
    />
  );
}
