namespace LlmProxy.Metering.Charges;

/// <summary>What of an attempt a provider bills, where it has not said so itself.</summary>
internal enum BillingRule
{
    /// <summary>Nothing. What it has reported counts all the same.</summary>
    Reported,

    /// <summary>The prompt and what came, where something came; else nothing.</summary>
    WhatCame,

    /// <summary>The prompt, and what came or can have been generated.</summary>
    Everything,
}
