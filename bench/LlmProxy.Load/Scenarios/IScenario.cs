using LlmProxy.Load.Report;

namespace LlmProxy.Load.Scenarios;

/// <summary>One thing to measure.</summary>
internal interface IScenario
{
    /// <summary>What the report calls it.</summary>
    string Name { get; }

    /// <summary>Runs it and adds its lines to the report.</summary>
    Task RunAsync(Session session, LoadReport report);
}
