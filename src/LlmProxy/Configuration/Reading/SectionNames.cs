namespace LlmProxy.Configuration.Reading;

/// <summary>Where things stand in a configuration.</summary>
internal static class SectionNames
{
    /// <summary>YARP's own section.</summary>
    public const string Yarp = "ReverseProxy";

    /// <summary>YARP's routes.</summary>
    public const string Routes = "ReverseProxy:Routes";

    /// <summary>YARP's clusters.</summary>
    public const string Clusters = "ReverseProxy:Clusters";

    /// <summary>The block that makes a route or cluster one for LLM traffic.</summary>
    public const string Llm = "Llm";
}
