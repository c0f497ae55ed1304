namespace LlmProxy.Guards;

/// <summary>One thing that this program does.</summary>
/// <param name="Name">The words by which it is called, such as <c>injection reach</c>.</param>
/// <param name="Arguments">What follows the name, for the usage text.</param>
/// <param name="Purpose">One sentence for the usage text.</param>
/// <param name="Run">Takes the arguments after the name; returns the exit code.</param>
internal sealed record Verb(string Name, string Arguments, string Purpose, Func<string[], int> Run);
