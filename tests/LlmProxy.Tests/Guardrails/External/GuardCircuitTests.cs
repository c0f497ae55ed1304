using LlmProxy.Guardrails.External;
using LlmProxy.Tests.Health;

namespace LlmProxy.Tests.Guardrails.External;

public sealed class GuardCircuitTests
{
    private readonly ManualClock _clock = new();
    private readonly GuardCircuit _circuit = new();

    [Fact]
    public void Failed_FiveTimesInARow_OpensOnce()
    {
        Assert.Equal([false, false, false, false, true, false], Enumerable.Range(0, 6).Select(_ => _circuit.Failed(_clock)));
        Assert.False(_circuit.TryEnter(_clock));
    }

    [Fact]
    public void Succeeded_BeforeTheFifth_BeginsAnew()
    {
        for (var i = 0; i < 4; i++)
            _circuit.Failed(_clock);
        Assert.False(_circuit.Succeeded());
        for (var i = 0; i < 4; i++)
            Assert.False(_circuit.Failed(_clock));
        Assert.True(_circuit.TryEnter(_clock));
    }

    [Fact]
    public void TryEnter_AfterThePause_LetsOneThroughInEachPause()
    {
        for (var i = 0; i < 5; i++)
            _circuit.Failed(_clock);
        _clock.Advance(GuardCircuit.Pause - TimeSpan.FromMilliseconds(1));
        Assert.False(_circuit.TryEnter(_clock));

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(_circuit.TryEnter(_clock));
        Assert.False(_circuit.TryEnter(_clock));

        _clock.Advance(GuardCircuit.Pause);
        Assert.True(_circuit.TryEnter(_clock));
        Assert.True(_circuit.Succeeded());
        Assert.True(_circuit.TryEnter(_clock));
        Assert.True(_circuit.TryEnter(_clock));
    }

    [Fact]
    public void Failed_WhileOpen_IsNotToldAgain()
    {
        for (var i = 0; i < 5; i++)
            _circuit.Failed(_clock);
        _clock.Advance(GuardCircuit.Pause);
        Assert.True(_circuit.TryEnter(_clock));
        Assert.False(_circuit.Failed(_clock));
        Assert.False(_circuit.TryEnter(_clock));
    }
}
