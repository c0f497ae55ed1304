using System.Text;
using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Chat;

/// <summary>The parts of a chunk that are the same in a whole stream, encoded once.</summary>
internal sealed class ChatChunkFrame
{
    private readonly byte[] _start;
    private readonly byte[] _end;

    /// <param name="id">The answer's id.</param>
    /// <param name="created">Its date.</param>
    /// <param name="model">Its model.</param>
    /// <param name="includeUsage">Whether usage was asked for, so that every chunk has the field.</param>
    public ChatChunkFrame(string id, long created, string model, bool includeUsage)
    {
        var head = JsonText.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("id"u8, id);
            json.WriteString("object"u8, "chat.completion.chunk"u8);
            json.WriteNumber("created"u8, created);
            json.WriteString("model"u8, model);
            json.WriteString("service_tier"u8, "default"u8);
            json.WriteString("system_fingerprint"u8, ChatWriter.Fingerprint);
            json.WriteEndObject();
        });
        _start = Encoding.UTF8.GetBytes($"data: {head[..^1]},\"choices\":[");
        _end = Encoding.UTF8.GetBytes(includeUsage ? "],\"usage\":null}\n\n" : "]}\n\n");
    }

    /// <summary>Everything up to the inside of the delta object.</summary>
    public void BeginDelta(FrameBuffer frame, int choice)
    {
        frame.Raw(_start);
        frame.Raw("{\"index\":"u8);
        frame.Number(choice);
        frame.Raw(",\"delta\":{"u8);
    }

    /// <summary>Everything after the inside of the delta object.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="finish">Why the choice ended; empty while it has not.</param>
    public void EndDelta(FrameBuffer frame, ReadOnlySpan<byte> finish = default)
    {
        frame.Raw("},\"logprobs\":null,\"finish_reason\":"u8);
        if (finish.IsEmpty)
        {
            frame.Raw("null}"u8);
        }
        else
        {
            frame.Raw("\""u8);
            frame.Raw(finish);
            frame.Raw("\"}"u8);
        }

        frame.Raw(_end);
    }

    /// <summary>The chunk with the usage and no choices.</summary>
    public void Usage(FrameBuffer frame, IReadOnlyList<Answer> answers)
    {
        frame.Raw(_start);
        frame.Raw("],\"usage\":"u8);
        ChatWriter.WriteUsage(frame.BeginJson(), answers);
        frame.EndJson();
        frame.Raw("}\n\n"u8);
    }
}
