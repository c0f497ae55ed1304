using LlmProxy.Budgets;
using LlmProxy.Exchange.Steps;
using LlmProxy.Guardrails.Input;
using LlmProxy.Limits;
using LlmProxy.Metering.Tokens;
using LlmProxy.Models;
using LlmProxy.Prompts;
using LlmProxy.Prompts.Evaluations;
using Microsoft.AspNetCore.Builder;

namespace LlmProxy.Exchange;

/// <summary>The road of a request, in order.</summary>
public static class LlmPipeline
{
    /// <summary>Step 1, after routing: admission, and whatever comes, an answer in the client's protocol and settlement.</summary>
    public static IApplicationBuilder UseLlmProxy(this IApplicationBuilder app) => app.UseMiddleware<AdmissionMiddleware>();

    /// <summary>All other steps, YARP's own included; for <c>app.MapReverseProxy(proxy => proxy.UseLlmProxy())</c>.</summary>
    public static IReverseProxyApplicationBuilder UseLlmProxy(this IReverseProxyApplicationBuilder proxy)
    {
        // 2 Read once.
        proxy.UseMiddleware<ReadStep>();
        // What the gateway answers itself, which counts as a request of limits.
        proxy.UseMiddleware<LimitStep>(true);
        proxy.UseMiddleware<ModelsStep>();
        proxy.UseMiddleware<TokenizeStep>();
        // Which version of a prompt: it may name the model.
        proxy.UseMiddleware<PromptStep>();
        // Which cluster, and the model's name there.
        proxy.UseMiddleware<RouteStep>();
        // 3 Bounds on one request, then a cheaper model where money runs out.
        proxy.UseMiddleware<TokenBoundStep>();
        proxy.UseMiddleware<BudgetStep>();
        // 5 Reserve: requests, tokens, places and money, all or nothing; settlement puts what was used in their place.
        proxy.UseMiddleware<LimitStep>(false);
        // 3 Guards: what the request says is judged, and changed where that is configured.
        proxy.UseMiddleware<GuardStep>();
        // What the evaluation log has of a request is what its guards have left, without its template.
        proxy.UseMiddleware<EvaluationStep>();
        // The prompt is put around what the guards have let through.
        proxy.UseMiddleware<PromptRenderStep>();
        // Attempt: what follows runs once for each.
        proxy.UseMiddleware<AttemptStep>();
        proxy.UseSessionAffinity();
        proxy.UseLoadBalancing();
        proxy.UsePassiveHealthChecks();
        // Then YARP forwards: LlmRequestTransform addresses the attempt, LlmForwardingHandler puts the body in and judges
        // the answer, AnswerDelivery wraps it (6), LlmResponseTransform copies its headers.
        return proxy;
    }
}
