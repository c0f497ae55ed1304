using LlmProxy.Configuration;
using Yarp.ReverseProxy.Transforms.Builder;

namespace LlmProxy.Exchange.Headers;

/// <summary>Puts the gateway's own header rules in the place of YARP's, on routes for LLM traffic.</summary>
/// <remarks>They come first, so that what a route's <c>Transforms</c> say has the last word.</remarks>
internal sealed class LlmTransforms(LlmConfigFilter configuration, LlmRequestTransform request, LlmResponseTransform response) : ITransformProvider
{
    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        if (configuration.For(context.Route) is null)
            return;
        context.CopyRequestHeaders = false;
        context.CopyResponseHeaders = false;
        // They would come after all rules; no API of a provider has any.
        context.CopyResponseTrailers = false;
        // The caller's address and host are no business of a provider.
        context.UseDefaultForwarders = false;
        context.RequestTransforms.Insert(0, request);
        context.ResponseTransforms.Insert(0, response);
    }
}
