using System.Globalization;

namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>The country codes of telephone numbers, and how many digits follow them.</summary>
/// <remarks>Codes: ITU-T E.164, list of assigned codes. Lengths: the national numbering plans; where none stands here, 4 to 12, and 15 in all.</remarks>
internal static class CallingCodes
{
    private static readonly Dictionary<int, (int Least, int Most)> Plans = Parse("""
        1:10 7:10 20:8-10 27:9 30:10 31:9-10 32:8-9 33:9 34:9 36:8-9 39:6-12 40:9 41:8-10 43:6-13 44:9-10 45:8 46:7-10 47:8 48:9 49:6-13
        51:8-9 52:10-11 53:6-8 54:10-11 55:10-11 56:9 57:8-10 58:10 60:7-10 61:9-10 62:7-12 63:8-10 64:8-10 65:8 66:8-9 81:9-10 82:8-11 84:9-10
        86:10-11 90:10 91:10 92:9-10 93:9 94:9 95:7-10 98:10 211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234
        235 236 237 238 239 240 241 242 243 244 245 246 247 248 249 250 251 252 253 254 255 256 257 258 260 261 262 263 264 265 266 267 268 269
        290 291 297 298 299 350 351:9 352 353 354 355 356 357 358 359 370 371 372 373 374 375 376 377 378 379 380:9 381 382 383 385 386 387
        389 420:9 421:9 423 500 501 502 503 504 505 506 507 508 509 590 591 592 593 594 595 596 597 598 599 670 672 673 674 675 676 677 678
        679 680 681 682 683 685 686 687 688 689 690 691 692 800 808 850 852:8 853:8 855 856 870 878 880 881 882 883 886 888 960 961 962 963 964
        965 966 967 968 970 971 972 973 974 975 976 977 979 992 993 994 995 996 998
        """);

    /// <summary>Whether digits are a country code and a number of a length that its plan has.</summary>
    /// <param name="digits">Values from 0 to 9, without the plus; a trunk zero in parentheses left out.</param>
    public static bool Allow(ReadOnlySpan<byte> digits)
    {
        if (digits.Length is < 7 or > 15)
            return false;
        for (int length = 1, code = 0; length <= 3; length++)
        {
            code = code * 10 + digits[length - 1];
            if (Plans.TryGetValue(code, out var plan))
                return digits.Length - length >= plan.Least && digits.Length - length <= plan.Most;
        }

        return false;
    }

    private static Dictionary<int, (int Least, int Most)> Parse(string plans)
    {
        var all = new Dictionary<int, (int, int)>();
        foreach (var plan in plans.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = plan.Split(':', '-');
            var code = int.Parse(parts[0], CultureInfo.InvariantCulture);
            var least = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 4;
            var most = parts.Length > 1 ? int.Parse(parts[^1], CultureInfo.InvariantCulture) : 12;
            all.Add(code, (least, most));
        }

        return all;
    }
}
