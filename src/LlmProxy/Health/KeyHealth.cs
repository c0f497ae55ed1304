namespace LlmProxy.Health;

/// <summary>One of a cluster's keys, told by its number.</summary>
/// <param name="Number">Its place in the list, from 1.</param>
/// <param name="State"><c>works</c>, <c>busy</c>, <c>not_for_model</c> or <c>dead</c>.</param>
/// <param name="RetryAfterSeconds">How long until it is tried again; <c>null</c> where it is used now.</param>
/// <param name="Models">For how many models that holds; 0 where it is not about models.</param>
internal sealed record KeyHealth(int Number, string State, double? RetryAfterSeconds, int Models);
