using System.Diagnostics.CodeAnalysis;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Core.Guardrails;
using LlmProxy.Exchange;

namespace LlmProxy.Guardrails.External;

/// <summary>Asks a service of the operator's own.</summary>
internal sealed class WebhookGuard : ExternalGuard
{
    private readonly Uri _url;
    private readonly Secret? _secret;

    /// <param name="definition">What the configuration says.</param>
    /// <param name="url">Where the service is.</param>
    /// <param name="secret">What questions are signed with; <c>null</c>: it is not there, and nothing can be asked.</param>
    /// <param name="outside">What it takes to ask.</param>
    [SetsRequiredMembers]
    public WebhookGuard(GuardDefinition definition, Uri url, Secret? secret, Lazy<GuardOutside> outside)
        : base(definition, TextKind.All, outside)
    {
        _url = url;
        _secret = secret;
    }

    /// <inheritdoc/>
    public override bool ChangesText => Action != GuardAction.Shadow;

    /// <inheritdoc/>
    protected override async Task<GuardVerdict> AskAsync(GuardSubject subject, GuardOutside outside, CancellationToken cancellation)
    {
        if (_secret is null)
            throw new GuardUnavailableException(GuardFailure.NotConfigured);
        var id = RequestIds.Create(outside.Clock.GetUtcNow());
        var answer = await outside.Post.AskAsync(_url, _secret, id, WebhookQuestion.Write(id, Name, subject), cancellation);
        var verdict = WebhookAnswer.Read(answer, subject);
        // What the configuration says for the client goes before what the service says.
        return Message is null ? verdict : verdict with { Message = Message };
    }
}
