using LlmProxy.Core.Json;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>The top level of one chunk of a chat or completions stream.</summary>
internal ref struct Chunk
{
    public JsonValue Id;
    public JsonValue Model;
    public JsonValue Choices;
    public JsonValue Usage;
    public JsonValue Error;
    public JsonValue ServiceTier;
    public bool IsFlatError;

    /// <summary>Whether it has content that <see cref="Usage"/>, <see cref="Choices"/> and the usual labels do not cover.</summary>
    public bool HasMore;

    /// <summary>Reads a chunk's top level.</summary>
    public static Chunk Read(JsonValue root)
    {
        var chunk = default(Chunk);
        var groqUsage = default(JsonValue);
        var members = root.Members();
        while (members.Next())
        {
            if (members.NameIs("choices"u8))
            {
                chunk.Choices = members.Value;
            }
            else if (members.NameIs("id"u8))
            {
                chunk.Id = members.Value;
            }
            else if (members.NameIs("model"u8))
            {
                chunk.Model = members.Value;
            }
            else if (members.NameIs("usage"u8))
            {
                chunk.Usage = members.Value;
            }
            else if (members.NameIs("error"u8))
            {
                chunk.Error = members.Value;
            }
            else if (members.NameIs("object"u8))
            {
                chunk.IsFlatError = members.Value.Is("error"u8);
            }
            else if (members.NameIs("x_groq"u8))
            {
                groqUsage = UsageIn(members.Value);
            }
            else if (members.NameIs("service_tier"u8))
            {
                chunk.ServiceTier = members.Value;
            }
            else if (!IsLabel(members))
            {
                chunk.HasMore |= members.Value.HasContent;
            }
        }

        if (!chunk.Usage.IsObject)
        {
            chunk.Usage = groqUsage;
        }

        return chunk;
    }

    /// <summary>Whether the chunk tells the usage and nothing besides, which only those who ask for it get.</summary>
    public readonly bool IsUsageOnly =>
        Choices.IsArray && !Choices.HasContent && Usage.IsObject && !Error.HasContent && !IsFlatError && !HasMore;

    /// <summary>What OpenAI, Mistral (p), OpenRouter (provider), Cerebras and llama.cpp (times) put on every chunk.</summary>
    private static bool IsLabel(in JsonMembers member) =>
        member.NameIs("created"u8)
        || member.NameIs("system_fingerprint"u8)
        || member.NameIs("obfuscation"u8)
        || member.NameIs("p"u8)
        || member.NameIs("provider"u8)
        || member.NameIs("time_info"u8)
        || member.NameIs("timings"u8);

    private static JsonValue UsageIn(JsonValue groq)
    {
        var members = groq.Members();
        while (groq.IsObject && members.Next())
        {
            if (members.NameIs("usage"u8))
            {
                return members.Value;
            }
        }

        return default;
    }
}
