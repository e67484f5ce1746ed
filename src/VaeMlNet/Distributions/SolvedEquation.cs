namespace VaeMlNet;

/// <summary>Solves an equation between columns for any of them.</summary>
/// <remarks>
/// The nodes of imputer.onnx take the same steps in the same types, so that both give the same numbers. Thread safety: immutable.
/// </remarks>
internal sealed class SolvedEquation
{
    // A step that changes a product by less hardly matters.
    private const float FineShare = 0.002f;

    private readonly RelatedColumn[] related;
    private readonly (int Power, (int Column, double Coefficient)[] Terms)[] factors;
    private readonly double constant;
    private readonly bool givesTargetOnly;

    /// <param name="equation">The equation.</param>
    /// <param name="columns">The columns of all relations, whose order cells have.</param>
    /// <param name="givesTargetOnly">Whether other equations give the other columns better.</param>
    public SolvedEquation(ColumnEquation equation, IReadOnlyList<RelatedColumn> columns, bool givesTargetOnly = false)
    {
        this.givesTargetOnly = givesTargetOnly;
        related = [.. columns];
        constant = (float)equation.Constant;
        factors =
        [
            .. equation.Factors.Select(factor =>
                (
                    factor.Power,
                    factor.Terms.Select(term => (IndexOf(term.Column), (double)(float)term.Coefficient)).ToArray()
                )
            ),
        ];
        Columns = [.. equation.Columns.Select(IndexOf)];
        IsPlain = equation.IsPlain;
        Target = Columns[0];
        Computed = equation.Computed is { } computed ? IndexOf(computed) : null;

        int IndexOf(string name) => Array.FindIndex(related, column => column.Name == name);
    }

    /// <summary>Gets the indices of the columns, the target first.</summary>
    public int[] Columns { get; }

    /// <summary>Gets the index of the target.</summary>
    public int Target { get; }

    /// <summary>Gets the index of the column that synthetic rows compute; null for none.</summary>
    public int? Computed { get; }

    /// <summary>Gets the constant, which is a number of float32, as the coefficients are.</summary>
    public double Constant => constant;

    public IReadOnlyList<(int Power, (int Column, double Coefficient)[] Terms)> Factors => factors;

    /// <summary>Gets whether the equation is a sum, which has no forbidden values.</summary>
    public bool IsSum => factors.Length == 1;

    /// <summary>Gets whether the equation is a sum that only adds and subtracts columns, so that nothing is rounded.</summary>
    public bool IsPlain { get; }

    /// <summary>Gets whether the equation is a sum that follows from other equations up to rounding, and only gives cells that these do not give.</summary>
    public bool Follows => IsSum && Computed is null;

    /// <summary>Returns whether the equation gives a column.</summary>
    public bool Gives(int column) => !givesTargetOnly || column == Target;

    /// <summary>Returns the coefficient of a column, a number of float32.</summary>
    public float CoefficientOf(int column) =>
        (float)factors[FactorOf(column)].Terms.First(term => term.Column == column).Coefficient;

    /// <summary>
    /// Returns whether the other columns give a column as exactly as its own decimals: always for the target, and in sums for columns without finer
    /// steps than the target. The net amount is not as exact if it is solved from a rounded tax of 19 %.
    /// </summary>
    public bool IsExact(int column) => !Follows && (column == Target || (IsSum && StepOf(Target) <= StepOf(column)));

    /// <summary>
    /// Returns the columns in the order in which one of several missing cells is computed: the column that synthetic rows compute, the target, then
    /// those with the finest steps. A quantity that is computed from amount and price is rounded so far that the amount no longer follows from it.
    /// </summary>
    /// <param name="isTargetKnown">
    /// Whether the target is known. Otherwise, it is computed at the end, so that the steps of the others do not matter. Sums have the same order for both.
    /// </param>
    public IEnumerable<int> Preferred(bool isTargetKnown)
    {
        // Steps that are finer than those of the target are alike.
        var columns = Columns.OrderBy(column => column == Target ? 0 : Math.Max(StepOf(column), StepOf(Target)));
        return Computed is { } computed && (IsSum || !isTargetKnown) ? columns.Prepend(computed).Distinct() : columns;
    }

    /// <summary>Returns the index of the factor with a column.</summary>
    public int FactorOf(int column) =>
        Array.FindIndex(factors, factor => Array.Exists(factor.Terms, term => term.Column == column));

    /// <summary>Returns the allowed values of a column in a product: within the training range or half of it further.</summary>
    public (float Low, float High) AllowedRange(int column)
    {
        var (low, high) = (related[column].Minimum, related[column].Maximum);
        var margin = (high - low) / 2;
        return (Math.Max(low - margin, 0), Math.Min(high + margin, float.MaxValue));
    }

    /// <summary>Returns whether all factors are above 0.</summary>
    public bool ArePositive(ReadOnlySpan<float> cells)
    {
        foreach (var (_, terms) in factors)
        {
            if (!((float)Sum(terms, cells) > 0))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns the sum of the terms of a factor.</summary>
    public static double Sum((int Column, double Coefficient)[] terms, ReadOnlySpan<float> cells)
    {
        var sum = 0.0;
        foreach (var (column, coefficient) in terms)
        {
            sum += coefficient * cells[column];
        }

        return sum;
    }

    /// <summary>Returns the cell of a column given the others; null if they allow none.</summary>
    public float? Solve(int column, ReadOnlySpan<float> cells) =>
        Unrounded(column, cells) is { } value ? Allowed(column, related[column].Round(value)) : null;

    /// <summary>Returns a missing cell like <see cref="Solve"/>. A column of few values that a sum gives only roughly has the nearest of them.</summary>
    public float? Complete(int column, ReadOnlySpan<float> cells) =>
        Solve(column, cells) is { } value ? (GivesRoughly(column) ? related[column].Nearest(value) : value) : null;

    /// <summary>Returns whether the equation is a sum that does not give all decimals of a column, such as the shipping costs of a total and a rounded tax.</summary>
    public bool GivesRoughly(int column) => IsSum && !IsExact(column);

    /// <summary>Returns the distance of the numbers of a column that the equation gives at neighboring steps of its target; 0 for a target without steps.</summary>
    public double DistanceOf(int column) => StepOf(Target) / Math.Abs(CoefficientOf(column));

    /// <summary>Returns the limit of a column given those of the others, rounded so that these keep theirs; null if there is none.</summary>
    /// <param name="column">The column.</param>
    /// <param name="cells">The limits of the others, and known cells.</param>
    /// <param name="isLowest">Whether the limit is the lowest value of the column.</param>
    public float? Limit(int column, ReadOnlySpan<float> cells, bool isLowest) =>
        Unrounded(column, cells) is { } value
        && related[column].Round(value, isLowest ? RelatedColumn.InwardShare : -RelatedColumn.InwardShare) is var limit
        && MathF.Abs(limit) < float.MaxValue
            ? limit
            : null;

    /// <summary>Returns whether a column rises with another one if the rest stays.</summary>
    public bool Rises(int column, int other)
    {
        var power = factors[FactorOf(column)].Power * factors[FactorOf(other)].Power;
        return power * CoefficientOf(column) * CoefficientOf(other) < 0;
    }

    private double? Unrounded(int column, ReadOnlySpan<float> cells)
    {
        var value = constant;
        var ownPower = 1;
        (int Column, double Coefficient)[] own = [];
        foreach (var (power, terms) in factors)
        {
            if (Array.Exists(terms, term => term.Column == column))
            {
                (ownPower, own) = (power, terms);
                continue;
            }

            var sum = Sum(terms, cells);
            if (!((float)sum > 0))
            {
                return null;
            }

            value = power switch
            {
                1 => value / sum,
                -1 => value * sum,
                2 => value / sum / sum,
                _ => value * sum * sum,
            };
        }

        value = ownPower switch
        {
            1 => value,
            -1 => 1 / value,
            2 => MathF.Sqrt((float)value),
            _ => MathF.Sqrt((float)(1 / value)),
        };
        var divisor = 1.0;
        foreach (var (other, coefficient) in own)
        {
            if (other == column)
            {
                divisor = coefficient;
            }
            else
            {
                value -= coefficient * cells[other];
            }
        }

        return value / divisor;
    }

    /// <summary>
    /// Returns how coarse the steps of a column are: in a sum the distance of its closest terms, in a product about the share of it that a step changes.
    /// It is 0 for a column without steps.
    /// </summary>
    private float StepOf(int column)
    {
        if (related[column].StepsPerUnit is not { } steps)
        {
            return 0;
        }

        var step = Math.Abs(CoefficientOf(column)) / (float)steps;
        if (IsSum)
        {
            return step;
        }

        var (power, terms) = factors[FactorOf(column)];
        var share = step * Math.Abs(power) / terms.Sum(term => Math.Abs(related[term.Column].Maximum));
        return share > FineShare ? share : 0;
    }

    private float? Allowed(int column, float value)
    {
        if (IsSum)
        {
            return MathF.Abs(value) < float.MaxValue ? value : null;
        }

        var (low, high) = AllowedRange(column);
        return value > low && value <= high ? value : null;
    }
}
