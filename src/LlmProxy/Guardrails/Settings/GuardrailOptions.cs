using System.ComponentModel.DataAnnotations;
using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.Settings;

/// <summary>One guard. What a type does not use must not be set for it.</summary>
public sealed class GuardrailOptions
{
    /// <summary>One of <see cref="GuardTypes"/>. Not set: the guard's name, where that is a type.</summary>
    public string? Type { get; set; }

    /// <summary>What happens where it finds something. Not set: the type's default.</summary>
    public GuardAction? Action { get; set; }

    /// <summary>Actions (<see cref="GuardAction"/>) for certain types of findings (<c>EMAIL</c>), which go before <see cref="Action"/>.</summary>
    public IDictionary<string, string> Actions { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the start fails where the guard stands on a route and some text there passes it unseen. Default false.</summary>
    public bool Required { get; set; }

    /// <summary>What happens when it cannot do its work. Default <see cref="GuardErrorMode.Closed"/>.</summary>
    public GuardErrorMode OnError { get; set; }

    /// <summary>
    /// Guards that find places: how long they hold back what may still become a finding in a streamed answer, 10 ms to 60 s, from which on it
    /// goes out <b>unjudged</b>. Not set, the default: as long as they must. Cannot stand beside <see cref="Required"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan? Release { get; set; }

    /// <summary>What the client is told where it blocks, at most 1,000 characters. Not set: a sentence that names the guard.</summary>
    [MaxLength(1_000)]
    public string? Message { get; set; }

    /// <summary>Whose texts it sees, of <see cref="TextKind"/>. Empty: the type's default.</summary>
    public IList<string> Scan { get; set; } = [];

    /// <summary>Values that are no findings, as they stand in a text; case does not matter. <c>@example.com</c>: all mail addresses there.</summary>
    public IList<string> Allow { get; set; } = [];

    /// <summary><c>pii</c>, <c>secrets</c>, <c>unsafe-code</c>: the types of findings that are looked for. Empty: the type's default.</summary>
    public IList<string> Entities { get; set; } = [];

    /// <summary><c>injection</c>, <c>moderation</c>, <c>judge</c>, <c>system-prompt-leak</c>: the score from which on <see cref="Action"/> holds, 0 to 1. Not set: the type's default.</summary>
    [Range(0d, 1d)]
    public double? Threshold { get; set; }

    /// <summary><c>injection</c>, <c>moderation</c>: the score from which on a text is flagged, 0 to 1. Not set: the type's default.</summary>
    [Range(0d, 1d)]
    public double? FlagThreshold { get; set; }

    /// <summary><c>deny</c>, <c>topics</c>: words and phrases, whole, case and form (full-width, accents of Unicode) do not matter.</summary>
    public IList<string> Words { get; set; } = [];

    /// <summary><c>deny</c>, <c>topics</c>, <c>format</c>: regular expressions, in the subset that runs in linear time.</summary>
    public IList<string> Patterns { get; set; } = [];

    /// <summary>Whether look-alike letters, full-width forms and characters without width are read as what they look like. Default true.</summary>
    public bool Normalize { get; set; } = true;

    /// <summary>Whether HTML entities are read as what they mean. Default false.</summary>
    public bool DecodeHtml { get; set; }

    /// <summary>Whether runs of base64 and hex are decoded and searched, too. Default false.</summary>
    public bool DecodeEmbedded { get; set; }

    /// <summary><c>limits</c>, <c>format</c>: most characters of all texts together, from 1. Not set: no bound.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxCharacters { get; set; }

    /// <summary><c>limits</c>: most messages of one request, from 1. Not set: no bound.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxMessages { get; set; }

    /// <summary><c>schema</c>: a file with a JSON schema, its path from the configuration's folder. <c>json-schema</c>: in place of the request's own.</summary>
    public string? SchemaFile { get; set; }

    /// <summary><c>json-schema</c>: whether an answer that is almost right is repaired (fences taken off, brackets closed). Default true.</summary>
    public bool Repair { get; set; } = true;

    /// <summary><c>json-schema</c>: whether the model is asked once more, and told what is wrong, before <see cref="Action"/> holds. Default false.</summary>
    public bool Retry { get; set; }

    /// <summary><c>moderation</c>, <c>judge</c>: the cluster that is asked.</summary>
    public string? Cluster { get; set; }

    /// <summary><c>moderation</c>, <c>judge</c>: the model that is asked, by the provider's name.</summary>
    public string? Model { get; set; }

    /// <summary><c>judge</c>: what the model is told to judge by, in place of the type's own words.</summary>
    [MaxLength(20_000)]
    public string? Policy { get; set; }

    /// <summary><c>moderation</c>: the categories that count. Empty: all.</summary>
    public IList<string> Categories { get; set; } = [];

    /// <summary><c>webhook</c>: the address, https, or http on loopback.</summary>
    public string? Url { get; set; }

    /// <summary><c>webhook</c>: what requests to it are signed with (<c>${NAME}</c>, <c>${file:PATH}</c>).</summary>
    public string? Secret { get; set; }

    /// <summary>External guards: how long one judgement may take, 10 ms to 60 s. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>External guards: how many judgements run at once, from 1 to 10,000; beyond that <see cref="OnError"/> holds. Default 100.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrency { get; set; } = 100;
}
