using LlmProxy.Configuration;
using LlmProxy.Guardrails.External;
using LlmProxy.Health.Degradation;
using LlmProxy.Tests.Health;
using LlmProxy.Tests.Health.Degradation;
using LlmProxy.Tests.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Tests.Guardrails.External;

/// <summary>What webhook guards need, with a service that answers as a test says, and a clock that stands.</summary>
internal sealed class OutsideFixture : IDisposable
{
    private readonly GuardPost _post;

    /// <param name="handler">The service; <c>null</c>: <see cref="Handler"/>.</param>
    public OutsideFixture(HttpMessageHandler? handler = null)
    {
        _post = new(Clock, handler ?? Handler);
        Degradations = TestComponents.Create(Clock, services => services.AddSideComponent(GuardOutside.Component));
        // Nobody asks clusters here.
        Lazy = new(() => new(null!, new LlmConfigState(), _post, Clock, Degradations, NullLogger<GuardOutside>.Instance));
    }

    public ManualClock Clock { get; } = new();

    public ScriptedHandler Handler { get; } = new();

    public Degradations Degradations { get; }

    public Lazy<GuardOutside> Lazy { get; }

    /// <summary>The state of the guards in health; <c>null</c>: all is well.</summary>
    public string? Broken => Degradations.Get(GuardOutside.Component).Current?.Reason;

    /// <inheritdoc/>
    public void Dispose() => _post.Dispose();
}
