using System.Globalization;
using System.Text;
using LlmProxy.Benchmarks.Tokens;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Guardrails.Entities;
using LlmProxy.Core.Guardrails.Folding;
using LlmProxy.Core.Guardrails.Masking;
using LlmProxy.Core.Guardrails.Matching;
using LlmProxy.Core.Json;
using LlmProxy.Core.Sse;

namespace LlmProxy.Benchmarks.Guardrails;

/// <summary>The verb <c>guarded-streams</c>: what guards on an answer cost for each frame of a stream, whose text is a page of this project's in pieces of a token's length.</summary>
internal static class GuardedStreamsCommand
{
    private const int Frames = 4_000;
    private const int PieceBytes = 5;
    private const int WarmUps = 20;
    private const int Runs = 31;

    /// <summary>Measures and prints a table.</summary>
    public static int Run()
    {
        IReadOnlyList<EntityPattern> patterns = [.. EntityCatalogue.Of(EntityGroup.Secrets), .. EntityCatalogue.Of(EntityGroup.Pii)];
        var entities = new FoldedSpanGuard(
            PatternSet.Compile([.. patterns.Select(pattern => pattern.Definition)]), [.. patterns.Select(_ => "FOUND")], FoldOptions.Usual);
        Console.WriteLine("| protocol | frames alone, µs | masks | secrets and pii | both | held and cut anew | allocated per frame |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var protocol in new[] { AnswerProtocol.Chat, AnswerProtocol.Responses, AnswerProtocol.Messages })
            Measure(protocol, entities);
        return 0;
    }

    private static void Measure(AnswerProtocol protocol, FoldedSpanGuard entities)
    {
        var body = Body(protocol);
        var plain = Fastest(() => Read(body, null, null));
        double Guarded(ISpanGuard? guard, bool masks)
        {
            using var frames = new FrameGuard(protocol, new Guards(guard, masks), 1_000_000_000);
            using var output = new PooledBuffer();
            return Fastest(() => Read(body, frames, output)) - plain;
        }

        using var counted = new FrameGuard(protocol, new Guards(entities, true), 1_000_000_000);
        using var buffer = new PooledBuffer();
        Read(body, counted, buffer);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var changed = Read(body, counted, buffer);
        var allocated = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Frames;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {protocol} | {plain:0.00} | {Guarded(null, true):0.00} | {Guarded(entities, false):0.00} | {Guarded(entities, true):0.00} | {100.0 * changed / Frames:0} % | {allocated:0.#} |"));
    }

    /// <summary>Microseconds of CPU time for a frame, in the fastest run.</summary>
    private static double Fastest(Func<int> action)
    {
        for (var i = 0; i < WarmUps; i++)
            action();
        var fastest = double.MaxValue;
        for (var run = 0; run < Runs; run++)
        {
            var before = Environment.CpuUsage.TotalTime;
            action();
            fastest = Math.Min(fastest, (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Frames);
        }

        return fastest;
    }

    /// <summary>Reads a stream; tells how many frames went out otherwise than they came.</summary>
    private static int Read(byte[] body, FrameGuard? guard, PooledBuffer? output)
    {
        using var reader = new SseReader();
        ReadOnlySpan<byte> left = body;
        var changed = 0;
        while (reader.TryRead(ref left, out var frame))
        {
            if (guard is null)
                continue;
            guard.Take(frame, output!);
            if (!output!.WrittenSpan.SequenceEqual(frame.Raw))
                changed++;
            output.Release();
        }

        return changed;
    }

    private static byte[] Body(AnswerProtocol protocol)
    {
        var (before, after) = protocol switch
        {
            AnswerProtocol.Responses => (
                """event: response.output_text.delta""" + "\n" + """data: {"type":"response.output_text.delta","content_index":0,"delta":""",
                ""","item_id":"msg_080c14c13caa16d10069e2f3fe9e58819e9137b9726337c7","logprobs":[],"obfuscation":"hFs853OtToEB","output_index":0}"""),
            AnswerProtocol.Messages => (
                "event: content_block_delta\n" + """data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":""", "}}"),
            _ => (
                """data: {"id":"chatcmpl-9g58noIjRkOeNNxfFsFfcNjhXlul7","object":"chat.completion.chunk","created":1719816565,"model":"gpt-4o","system_fingerprint":"fp_44709d6fcb","choices":[{"index":0,"delta":{"content":""",
                "},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}"),
        };
        var text = Encoding.UTF8.GetBytes(File.ReadAllText(Path.Combine(SampleTexts.Root(), "docs", "failover.md")));
        using var body = new PooledBuffer();
        for (var i = 0; i < Frames; i++)
        {
            body.Append(Encoding.UTF8.GetBytes(before));
            JsonStringWriter.Write(body, text.AsSpan(i * PieceBytes % (text.Length - PieceBytes), PieceBytes));
            body.Append(Encoding.UTF8.GetBytes(after));
            body.Append("\n\n"u8);
        }

        return body.WrittenSpan.ToArray();
    }

    private sealed class Guards(ISpanGuard? guard, bool hasMasks) : IOutputGuards, IGuardedTextSink
    {
        private readonly MaskVault _masks = new(static _ => false);

        public bool ChangesText => guard is not null;

        public IMaskLookup? Masks => hasMasks ? _masks : null;

        public ReadOnlyMemory<byte> BlockMessage => default;

        public GuardedText? Create(TextKind kind, TextForm form, bool isRepeat) =>
            guard is null ? null : new GuardedText([new SpanRule(0, GuardAction.Redact, guard.CreateScanner(kind, form))], this);

        public bool Accepts(in SpanRule rule, in GuardSpan span, ReadOnlySpan<byte> value) => true;

        public void Found(in SpanRule rule, in GuardSpan span, GuardAction action)
        {
        }

        public void Replace(in SpanRule rule, in GuardSpan span, GuardAction action, ReadOnlySpan<byte> value, PooledBuffer output) => output.Append("[REDACTED]"u8);
    }
}
