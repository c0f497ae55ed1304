namespace LlmProxy.Sandbox;

/// <summary>One rule of the fault script: which requests fail, how, and how often.</summary>
public sealed class SandboxFaultOptions
{
    /// <summary>The models concerned; <c>*</c> stands for any characters. Default <c>*</c>: all, and requests without a model.</summary>
    public string Model { get; set; } = "*";

    /// <summary>The endpoints concerned, without prefix: <c>chat/completions</c>, <c>messages</c>, <c>file*</c>. Default <c>*</c>.</summary>
    public string Endpoint { get; set; } = "*";

    /// <summary>The fault as the request header writes it, for example <c>status:429;retry-after:1</c>. Required.</summary>
    public string Fault { get; set; } = "";

    /// <summary>Share of the rule's requests that fail. 0 to 1; default 1. Which ones is the same in every run.</summary>
    public double Probability { get; set; } = 1;

    /// <summary>Only the first so many of the rule's requests may fail. 1 or more; default null: no end.</summary>
    public int? First { get; set; }

    /// <summary>Only every so manieth of the rule's requests may fail: 3 means the 3rd, 6th, 9th. 1 or more; default 1.</summary>
    public int Every { get; set; } = 1;
}
