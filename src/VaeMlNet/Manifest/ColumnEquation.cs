using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>
/// An equation between columns of numbers: the product of powers of sums is a constant. A sum <c>total = net + tax</c> is one factor
/// (total - net - tax) with the constant 0; <c>depth = 200 z / (x + y)</c> is depth^1 (x + y)^1 z^-1 = 200.
/// </summary>
internal sealed record ColumnEquation : ICheckedRelation
{
    // What is left of coefficients whose sum is 0.
    private const double SmallCoefficient = 1e-6;

    /// <summary>Gets the factors. Where there are several, all are above 0.</summary>
    public required IReadOnlyList<EquationFactor> Factors { get; init; }

    public required double Constant { get; init; }

    /// <summary>Gets the column that the other columns give most exactly, as it is written in the data.</summary>
    public required string Target { get; init; }

    /// <summary>
    /// Gets the column that a synthetic row computes from the others, because their errors change it least; null if the equation follows
    /// from others up to rounding.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Computed { get; init; }

    /// <summary>Gets whether the equation is a sum that only adds and subtracts columns, so that nothing is rounded.</summary>
    [JsonIgnore]
    public bool IsPlain => Factors.Count == 1 && Factors[0].Terms.All(term => Math.Abs(term.Coefficient) == 1);

    [JsonIgnore]
    public string CheckedColumn => Target;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RelationBreach>? Breaches { get; init; }

    /// <summary>Gets the columns, the target first.</summary>
    [JsonIgnore]
    public IEnumerable<string> Columns =>
        Factors
            .SelectMany(factor => factor.Terms)
            .Select(term => term.Column)
            .OrderBy(column => column == Target ? 0 : 1);

    /// <summary>
    /// Returns a sum without the target of a proportion of two of its columns, solved for the other one; null if the equation is no such sum.
    /// </summary>
    public ColumnEquation? Without(ColumnEquation proportion)
    {
        if (!IsPlain || proportion is not { IsPlain: false, Factors: [{ Terms: [var first, var second] }] })
        {
            return null;
        }

        var (part, whole) =
            first.Column == proportion.Target ? (first.Column, second.Column) : (second.Column, first.Column);
        var has = Columns.ToHashSet();
        return has.Contains(part) && has.Contains(whole) ? Without(part, proportion) with { Target = whole } : null;
    }

    /// <summary>Returns a sum from which a column is eliminated by another sum of it.</summary>
    public ColumnEquation Without(string column, ColumnEquation other)
    {
        var share = CoefficientOf(column) / other.CoefficientOf(column);
        return new()
        {
            Factors =
            [
                new(
                    1,
                    [
                        .. Factors[0]
                            .Terms.Concat(
                                other
                                    .Factors[0]
                                    .Terms.Select(term => term with { Coefficient = -share * term.Coefficient })
                            )
                            .GroupBy(term => term.Column)
                            .Select(terms => new EquationTerm(terms.Key, terms.Sum(term => term.Coefficient)))
                            .Where(term => term.Column != column && Math.Abs(term.Coefficient) > SmallCoefficient),
                    ]
                ),
            ],
            Constant = Constant - (share * other.Constant),
            Target = Target,
        };
    }

    /// <summary>Returns the coefficient of a column in a sum.</summary>
    public double CoefficientOf(string column) => Factors[0].Terms.First(term => term.Column == column).Coefficient;

    /// <summary>Returns whether the equation has at least two different columns of numbers, and powers that it can be solved for.</summary>
    public bool IsValid(Func<string?, bool> isNumber) =>
        double.IsFinite(Constant)
        && Factors.All(factor =>
            factor is { Power: 1 or -1 or 2 or -2, Terms.Count: >= 1 }
            && (Math.Abs(factor.Power) == 1 || factor.Terms.Count == 1)
            && factor.Terms.All(term =>
                term is not null && float.IsNormal((float)term.Coefficient) && isNumber(term.Column)
            )
        )
        && (Factors.Count > 1 ? Constant > 0 : Factors is [{ Power: 1 }])
        && Columns.Distinct().Count() == Columns.Count()
        && Columns.Count() >= 2
        && Columns.Contains(Target)
        && (Computed is null || Columns.Contains(Computed));

    /// <summary>Returns the equation solved for the target, as a text.</summary>
    /// <inheritdoc cref="ColumnRelations.Describe" path="/param"/>
    public string Describe(RelationNames names) =>
        Factors.Count == 1 ? DescribeSum(Factors[0], names) : DescribeProduct(names);

    private string DescribeSum(EquationFactor sum, RelationNames names)
    {
        var own = sum.Terms.First(term => term.Column == Target).Coefficient;
        // A difference of dates alone needs no parentheses.
        Func<string, string> nameOf =
            sum.Terms.Count == 2 && Constant == 0 && sum.Terms.All(term => Math.Abs(term.Coefficient) == Math.Abs(own))
                ? names.Of
                : names.OfPart;
        var text = new StringBuilder();
        foreach (var term in sum.Terms.Where(term => term.Column != Target))
        {
            Append(text, -term.Coefficient / own, nameOf(term.Column));
        }

        if (Constant != 0)
        {
            Append(text, Constant / own, null);
        }

        return $"{names.Of(Target)} = {text}";
    }

    private static void Append(StringBuilder text, double coefficient, string? column)
    {
        var isFirst = text.Length == 0;
        text.Append(coefficient < 0 ? (isFirst ? "-" : " - ") : (isFirst ? "" : " + "));
        var size = Math.Abs(coefficient);
        text.Append(column is null || size != 1 ? Text(size) : "");
        text.Append(column is not null && size != 1 ? " " : "").Append(column);
    }

    private string DescribeProduct(RelationNames names)
    {
        var own = Factors.First(factor => factor.Terms.Any(term => term.Column == Target));
        var constant = Math.Pow(Constant, 1.0 / own.Power);
        List<string> above = [];
        List<string> below = [];
        foreach (var factor in Factors.Where(factor => factor != own))
        {
            var power = -(double)factor.Power / own.Power;
            var sum = string.Join(" + ", factor.Terms.Select(term => names.OfPart(term.Column)));
            var text = factor.Terms.Count > 1 ? $"({sum})" : sum;
            (power > 0 ? above : below).Add(
                Math.Abs(power) switch
                {
                    1 => text,
                    0.5 => $"sqrt({sum})",
                    var size => $"{text}^{Text(size)}",
                }
            );
        }

        // 6 digits are shown, and a constant of float32 has hardly more.
        if (above.Count > 0 && Text(1 / constant) is var part && part.Length < Text(constant).Length)
        {
            below.Insert(0, part);
        }
        else if (Text(constant) != "1" || above.Count == 0)
        {
            above.Insert(0, Text(constant));
        }

        var divisor = below.Count > 1 ? $"({string.Join(" ", below)})" : string.Join("", below);
        var left = string.Join(" + ", own.Terms.Select(term => names.Of(term.Column)));
        return $"{left} = {string.Join(" ", above)}{(below.Count > 0 ? " / " : "")}{divisor}";
    }

    private static string Text(double number) => number.ToString("G6", CultureInfo.InvariantCulture);
}

/// <summary>A factor of an equation: a power of a sum of columns.</summary>
/// <param name="Power">The power: 1, -1, 2 or -2.</param>
/// <param name="Terms">The terms of the sum.</param>
internal sealed record EquationFactor(int Power, IReadOnlyList<EquationTerm> Terms);

/// <summary>A term of a sum.</summary>
/// <param name="Column">The column.</param>
/// <param name="Coefficient">The coefficient, not 0.</param>
internal sealed record EquationTerm(string Column, double Coefficient);
