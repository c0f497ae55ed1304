using System.Text;
using BenchmarkDotNet.Attributes;
using LlmProxy.Core.Prompts;
using LlmProxy.Core.Prompts.Rendering;
using LlmProxy.Core.Requests;
using LlmProxy.Core.Tokens.Prompts;
using LlmProxy.Prompts.Files;

namespace LlmProxy.Benchmarks.Prompts;

/// <summary>What a prompt costs a request: its variables are bound, the body is written with the template around it, and read again.</summary>
public class PromptBenchmarks
{
    private static readonly Dictionary<string, string> Given = [];

    private readonly PromptTemplate _template = PromptFileReader.Read(
        new("rag_answer", "v1"),
        "---\nvariables: { context: { max_length: 200000 }, question: {} }\n---\nAnswer the question from the passages in the context, and from nothing else.\n"
            + "If they do not hold the answer, say so.\n{{history}}\n{{role \"user\"}}\nContext: {{context}}\n\nQuestion: {{question}}\n",
        "rag_answer/v1.md").Template!;

    private readonly System.Buffers.ArrayBufferWriter<byte> _output = new(64 * 1024);
    private byte[] _body = [];
    private LlmRequest _request = null!;

    /// <summary>How long the variable is that brings the passages.</summary>
    [Params(1_000, 16_000)]
    public int Characters { get; set; }

    /// <summary>Makes the request.</summary>
    [GlobalSetup]
    public void Setup()
    {
        const string Line = "The library opens at nine.\\n";
        var context = string.Concat(Enumerable.Repeat(Line, (Characters / Line.Length) + 1))[..(Characters / Line.Length * Line.Length)];
        _body = Encoding.UTF8.GetBytes(
            $"{{\"model\":\"m\",\"messages\":[{{\"role\":\"user\",\"content\":\"Hello\"}}],\"prompt\":{{\"id\":\"rag_answer\",\"variables\":{{\"context\":\"{context}\",\"question\":\"When?\"}}}}}}");
        _request = LlmRequestReader.Read(_body, 64);
    }

    /// <summary>The first scan, which every request has: the measure of the others.</summary>
    [Benchmark(Baseline = true)]
    public LlmRequest Scan() => LlmRequestReader.Read(_body, 64);

    /// <summary>Variables found and checked.</summary>
    [Benchmark]
    public PromptValues Bind() => PromptBinder.Bind(_template, Variables(), Given, []);

    /// <summary>The body written, without the scan that follows.</summary>
    [Benchmark]
    public int Write()
    {
        _output.ResetWrittenCount();
        PromptWriter.Write(Rendering(), _body, _output);
        return _output.WrittenCount;
    }

    /// <summary>All of it: variables bound, the body written and scanned.</summary>
    [Benchmark]
    public LlmRequest Whole()
    {
        Write();
        return LlmRequestReader.Read(_output.WrittenMemory, 64);
    }

    private PromptRendering Rendering() => new()
    {
        Kind = PromptKind.Chat,
        Template = _template,
        Values = PromptBinder.Bind(_template, Variables(), Given, []),
        Settings = _template.Settings,
        TakesPrompt = true,
    };

    private ReadOnlyMemory<byte> Variables() => Core.Prompts.Requests.PromptWords.OfPrompt(_request).Variables!.Value;
}
