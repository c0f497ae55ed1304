namespace LlmProxy.Webhooks.Settings;

/// <summary>One receiver of the gateway's events.</summary>
public sealed class WebhookOptions
{
}
