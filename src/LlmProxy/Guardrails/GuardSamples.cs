using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails;

/// <summary>Ordinary text, to make a guard ready with: its automata learn their states from what they see.</summary>
internal static class GuardSamples
{
    private static readonly byte[] Text = """
        Thank you for the update, Mr. Brown. The meeting on 21 November 2026 at 10:30 is confirmed; please bring version 2.1.0 of the report, invoice
        no. 4711-22 and the list of 1,250 items (12.5 % of $9,800.00). See https://example.com/docs/page?id=42#top or write to support@example.com.
        def main(args): total = sum(int(x) for x in args[1:]) # {"name": "value", "items": [1, 2, 3], "ok": true}
        public static int Add(int a, int b) => a + b; SELECT id, name FROM users WHERE id = 7; curl -X POST http://localhost:8080/v1/models
        Herzlichen Dank für Ihre Nachricht. ¿Cómo está usted? C'est très intéressant. 今日はいい天気ですね。Привет, как дела?
        """u8.ToArray();

    /// <summary>Lets a guard read it.</summary>
    public static void Show(ISpanGuard guard)
    {
        var found = new List<GuardSpan>();
        using var scanner = guard.CreateScanner(TextKind.User, TextForm.Plain);
        scanner.Feed(Text, found);
        scanner.Finish(found);
    }
}
