namespace LlmProxy.FunctionalTests.Support;

/// <summary>Tests that run while no other does, because they look at something that the whole process shares.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneGroup
{
    public const string Name = "Alone";
}
