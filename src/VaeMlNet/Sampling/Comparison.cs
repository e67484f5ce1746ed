namespace VaeMlNet;

/// <summary>A comparison in a condition or a constraint: two texts with an operator between them.</summary>
/// <param name="Left">The text before the operator, without blanks around it.</param>
/// <param name="Operator">The operator: =, !=, &lt;, &lt;=, &gt; or &gt;=.</param>
/// <param name="Right">The text after the operator.</param>
internal sealed record Comparison(string Left, string Operator, string Right)
{
    // The longer ones first, because "<=" begins with "<".
    private static readonly string[] Operators = ["<=", ">=", "!=", "<", ">", "="];

    /// <summary>Gets whether the operator needs an order.</summary>
    public bool NeedsOrder => Operator is not ("=" or "!=");

    /// <summary>
    /// Divides a text at the operator behind the longest name of a column that it begins with, otherwise at its first operator; null if it has none or
    /// nothing on a side.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="columns">The names of the columns, which can contain operators.</param>
    public static Comparison? Parse(string text, IEnumerable<string> columns)
    {
        var trimmed = text.Trim();
        return columns
                .Where(name => trimmed.StartsWith(name, StringComparison.Ordinal))
                .OrderByDescending(name => name.Length)
                .Select(name => DivideAt(trimmed, trimmed.Length - trimmed.AsSpan(name.Length).TrimStart().Length))
                .FirstOrDefault(comparison => comparison is not null)
            ?? DivideAt(trimmed, trimmed.AsSpan().IndexOfAny("<>=!"));
    }

    private static Comparison? DivideAt(string text, int place)
    {
        if (place < 0 || Array.Find(Operators, o => text.AsSpan(place).StartsWith(o)) is not { } found)
        {
            return null;
        }

        var (left, right) = (text[..place].Trim(), text[(place + found.Length)..].Trim());
        return left.Length > 0 && right.Length > 0 ? new Comparison(left, found, right) : null;
    }

    /// <summary>Compares two values. NaN never meets a comparison.</summary>
    public bool IsMet(double left, double right) =>
        Operator switch
        {
            "=" => left == right,
            "!=" => left < right || left > right,
            "<" => left < right,
            "<=" => left <= right,
            ">" => left > right,
            _ => left >= right,
        };
}
