using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Guardrails.Masking;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Tests.Guardrails.Answers;

/// <summary>Streams whose guards may hold text for a second.</summary>
public sealed class FrameGuardReleaseTests
{
    private static readonly AnswerProtocol[] Protocols = [AnswerProtocol.Chat, AnswerProtocol.Completions, AnswerProtocol.Responses, AnswerProtocol.Messages];

    private readonly HandClock _clock = new();

    [Fact]
    public void Release_WhatIsDue_GoesOutInAFrameOfTheProvidersForm()
    {
        using var output = new PooledBuffer();
        using var guard = new FrameGuard(AnswerProtocol.Chat, new NumberGuards(GuardAction.Redact) { Clock = _clock }, 1_000);
        var due = _clock.GetTimestamp() + TimeSpan.TicksPerSecond;
        Take(guard, """data: {"id":"c1","choices":[{"index":0,"delta":{"role":"assistant","content":"call 12"},"finish_reason":null}]}""", output);
        Assert.Equal(due, guard.ReleaseAt);
        output.Release();

        _clock.Advance(1);
        guard.Release(_clock.GetTimestamp(), output);

        Assert.Equal("""data: {"id":"c1","choices":[{"index":0,"delta":{"content":"12"},"finish_reason":null}]}""" + "\n\n", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(0, guard.ReleaseAt);
    }

    [Theory]
    [InlineData(GuardAction.Flag)]
    [InlineData(GuardAction.Redact)]
    public void Release_AfterEachFrame_LosesNothingThatStays(GuardAction action)
    {
        var random = new Random(20_261_126);
        for (var round = 0; round < 200; round++)
        {
            var protocol = Protocols[round % 4];
            var vault = new MaskVault(static _ => false);
            vault.TryMask("EMAIL", "jo@example.org"u8, out var mask);
            // Numbers of two digits are none that the guards look for, but each is held until the next byte.
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => new[] { "a ", "7 ", "é", "\U0001F600", mask, "55 " }[random.Next(6)])) + "x";
            var guards = new NumberGuards(action, masks: vault) { Clock = _clock };

            var sent = Run(protocol, guards, StreamScripts.Of(protocol, "why 1", text, "{\"n\": 12}", random));

            var (texts, isComplete) = GuardedStreams.Read(protocol, sent);
            Assert.True(isComplete);
            Assert.Equal(text.Replace(mask!, "jo@example.org", StringComparison.Ordinal), texts["0.Text"]);
            if (protocol != AnswerProtocol.Completions)
                Assert.Equal("{\"n\": 12}", texts["0.ToolArguments.0"]);
            if (protocol == AnswerProtocol.Responses)
                Assert.Equal(
                    Enumerable.Range(0, GuardedStreams.Documents(sent).Count), GuardedStreams.Documents(sent).Select(e => e.GetProperty("sequence_number").GetInt32()));
        }
    }

    [Fact]
    public void Release_BeforeAFindingThatBlocks_EndsTheAnswerWhereItWasSeen()
    {
        var random = new Random(20_261_127);
        foreach (var protocol in Protocols)
        {
            var sent = Run(protocol, new NumberGuards(GuardAction.Block, TextKind.Assistant, message: "[ended]") { Clock = _clock }, StreamScripts.Of(protocol, "why", "call 4711 now", "{}", random));

            var (texts, isComplete) = GuardedStreams.Read(protocol, sent);
            Assert.True(isComplete);
            Assert.Equal([FinishReason.ContentFilter], texts.Finishes);
            Assert.StartsWith("call ", texts["0.Text"], StringComparison.Ordinal);
            Assert.EndsWith("[ended]", texts["0.Text"], StringComparison.Ordinal);
            Assert.DoesNotContain("now", texts["0.Text"], StringComparison.Ordinal);
        }
    }

    private static void Take(FrameGuard guard, string frame, PooledBuffer output)
    {
        using var reader = new SseReader();
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(frame + "\n\n");
        while (reader.TryRead(ref bytes, out var read))
            guard.Take(read, output);
    }

    /// <summary>The provider is silent for a second behind each frame.</summary>
    private string Run(AnswerProtocol protocol, NumberGuards guards, string body)
    {
        using var output = new PooledBuffer();
        using var reader = new SseReader();
        using var guard = new FrameGuard(protocol, guards, 1_000_000);
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(body);
        while (reader.TryRead(ref bytes, out var frame))
        {
            guard.Take(frame, output);
            _clock.Advance(1);
            guard.Release(_clock.GetTimestamp(), output);
            Assert.Equal(0, guard.ReleaseAt);
        }

        guard.Finish(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
