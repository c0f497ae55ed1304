using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Folding;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Tests.Guardrails;

public sealed class FoldedSpanGuardTests
{
    private static readonly FoldedSpanGuard Guard = new(
        PatternSet.Compile(
        [
            new("mail", @"[a-z.]+@[a-z]+\.com") { WholeWords = true },
            new("key", "-----BEGIN-KEY-----") { Continuation = new("[A-Za-z0-9\\n-]", "-----END-KEY-----") },
        ]),
        ["EMAIL", "PRIVATE_KEY"],
        FoldOptions.Usual);

    [Fact]
    public void Feed_MatchThatGoesOn_IsHeldAndReplacedWhole()
    {
        Assert.Equal("before [PRIVATE_KEY:42] after a [EMAIL:7].", Run("before -----BEGIN-KEY-----\nab12\n-----END-KEY----- after a b@c.com.", 5));
    }

    [Fact]
    public void Feed_AnyCut_GivesWhatTheWholeTextGives()
    {
        const string Text = "a@b.com, -----BEGIN-KEY-----\nab\n-----END-KEY----- x.y@z.com -----BEGIN-KEY-----abc d@e.co d@e.com";
        var whole = Run(Text, Text.Length);
        for (var size = 1; size < Text.Length; size++)
            Assert.Equal(whole, Run(Text, size));
    }

    private static string Run(string text, int size)
    {
        using var output = new PooledBuffer();
        using var guarded = new GuardedText([new SpanRule(0, GuardAction.Redact, Guard.CreateScanner(TextKind.User, TextForm.Plain))], new NotingSink());
        foreach (var piece in Encoding.UTF8.GetBytes(text).Chunk(size))
            guarded.Feed(piece, output);
        guarded.Finish(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
