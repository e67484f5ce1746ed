namespace VaeMlNet;

/// <summary>Tells whether a row breaks one of the relations of a table by more than a tolerance.</summary>
/// <remarks>
/// A row has one number for each of <see cref="ColumnRelations.CheckedColumns"/>, of a column of several slots the first one: NaN where it is missing, and
/// infinity for a category that training did not have. A row that lacks a cell breaks nothing except a gap of its source. The nodes of scorer.onnx compute the same up to
/// rounding. Thread safety: immutable.
/// </remarks>
/// <param name="target">The index of the related column that is wrong in a row that breaks the relation.</param>
/// <param name="relation">The relation.</param>
/// <param name="breach">The tolerance, and what scores tell of such a row.</param>
internal abstract class RelationCheck(int target, ICheckedRelation relation, RelationBreach breach)
{
    /// <summary>The part of the terms of an equation by which they differ from exact numbers, because they are those of float32.</summary>
    public const double RoundingShare = 2e-6;

    /// <summary>Gets the index of the column that is wrong in a row that breaks the relation.</summary>
    public int Target => target;

    public ICheckedRelation Relation => relation;

    /// <summary>Gets the nats of a row that breaks the relation, beside those for smaller tolerances.</summary>
    public double Nats => breach.Nats;

    /// <summary>Returns the checks of the relations that scores tell: those of smaller tolerances first.</summary>
    public static IReadOnlyList<RelationCheck> CreateAll(ColumnRelations relations) =>
        [
            .. relations.Checked.SelectMany(relation =>
                (relation.Breaches ?? []).Select(breach => Create(relation, breach, relations))
            ),
        ];

    /// <summary>Creates the check of a relation with a tolerance.</summary>
    public static RelationCheck Create(ICheckedRelation relation, RelationBreach breach, ColumnRelations relations)
    {
        return relation switch
        {
            ColumnEquation equation when new SolvedEquation(equation, relations.Columns) is var solved => solved.IsSum
                ? new SumCheck(solved, equation, breach)
                : new ProductCheck(solved, equation, breach),
            ColumnLookup lookup => new LookupCheck(IndexOf(lookup.Source), IndexOf(lookup.Target), lookup, breach),
            ColumnOrder order => new OrderCheck(IndexOf(order.Lower), IndexOf(order.Upper), order, breach),
            ColumnGaps gaps => new GapCheck(IndexOf(gaps.Source), IndexOf(gaps.Target), gaps, breach),
            _ => throw new ArgumentOutOfRangeException(nameof(relation), relation, "not a relation that is checked"),
        };

        int IndexOf(string name) => relations.CheckedColumns.Index().First(column => column.Item == name).Index;
    }

    /// <summary>Returns whether a row breaks the relation.</summary>
    public abstract bool IsBroken(ReadOnlySpan<float> cells);

    /// <summary>Returns the cell that the relation gives the target; null for none, and for orders.</summary>
    public abstract float? Expected(ReadOnlySpan<float> cells);

    /// <summary>Returns whether a row has the cells of the relation.</summary>
    public abstract bool Applies(ReadOnlySpan<float> cells);

    protected static bool AreKnown(int[] columns, ReadOnlySpan<float> cells)
    {
        foreach (var column in columns)
        {
            if (float.IsNaN(cells[column]))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A sum that is not its constant.</summary>
internal sealed class SumCheck(SolvedEquation sum, ColumnEquation equation, RelationBreach breach)
    : RelationCheck(sum.Target, equation, breach)
{
    /// <summary>Gets the terms: indices of columns, and coefficients of float32.</summary>
    public (int Column, double Coefficient)[] Terms => sum.Factors[0].Terms;

    public double Constant => sum.Constant;

    /// <summary>Gets the distance of the sum from its constant that the target's tolerance is.</summary>
    public double Tolerance { get; } = breach.Tolerance * Math.Abs(sum.CoefficientOf(sum.Target));

    public override bool Applies(ReadOnlySpan<float> cells) => AreKnown(sum.Columns, cells);

    public override float? Expected(ReadOnlySpan<float> cells) => sum.Solve(Target, cells);

    public override bool IsBroken(ReadOnlySpan<float> cells)
    {
        var (rest, size) = (-Constant, 0.0);
        foreach (var (column, coefficient) in Terms)
        {
            var term = coefficient * cells[column];
            rest += term;
            size += Math.Abs(term);
        }

        return Math.Abs(rest) > Tolerance + (RoundingShare * size); // false for NaN
    }
}

/// <summary>A product of powers of sums that is not its constant. Sums that are not above 0 are not checked.</summary>
internal sealed class ProductCheck(SolvedEquation product, ColumnEquation equation, RelationBreach breach)
    : RelationCheck(product.Target, equation, breach)
{
    /// <summary>The part of a factor by which it differs from an exact one.</summary>
    public const double FactorRoundingShare = 2e-5; // of logarithms of float32

    public IReadOnlyList<(int Power, (int Column, double Coefficient)[] Terms)> Factors => product.Factors;

    public double LogConstant { get; } = Math.Log(product.Constant);

    /// <summary>Gets the index of the factor with the target.</summary>
    public int Own { get; } = product.FactorOf(product.Target);

    /// <summary>Gets the logarithm of the product that the target's tolerance is, times the target's factor.</summary>
    public double Tolerance { get; } =
        breach.Tolerance
        * Math.Abs(product.Factors[product.FactorOf(product.Target)].Power * product.CoefficientOf(product.Target));

    public override bool Applies(ReadOnlySpan<float> cells) => AreKnown(product.Columns, cells);

    public override float? Expected(ReadOnlySpan<float> cells) => product.Solve(Target, cells);

    public override bool IsBroken(ReadOnlySpan<float> cells)
    {
        var (rest, own) = (-LogConstant, 0.0);
        foreach (var (index, (power, terms)) in Factors.Index())
        {
            var sum = SolvedEquation.Sum(terms, cells);
            if (!(sum > 0)) // true for NaN
            {
                return false;
            }

            rest += power * Math.Log(sum);
            own = index == Own ? sum : own;
        }

        return Math.Abs(rest) * own > Tolerance + (FactorRoundingShare * own);
    }
}

/// <summary>A column that is not what another one determines.</summary>
internal sealed class LookupCheck(int source, int target, ColumnLookup lookup, RelationBreach breach)
    : RelationCheck(target, lookup, breach)
{
    public int Source => source;

    public ColumnLookup Lookup => lookup;

    /// <summary>Gets the distance up to which the target has the value that the source determines.</summary>
    public double Tolerance { get; } = breach.Tolerance;

    public override bool Applies(ReadOnlySpan<float> cells) =>
        !float.IsNaN(cells[Target]) && Expected(cells) is not null;

    public override float? Expected(ReadOnlySpan<float> cells) => lookup.Find(cells[source]);

    public override bool IsBroken(ReadOnlySpan<float> cells) => IsOther(Expected(cells), cells[Target]);

    /// <summary>Returns whether a cell is not the expected one.</summary>
    public bool IsOther(float? expected, float cell) =>
        expected is { } found && Math.Abs((double)found - cell) > Tolerance + (RoundingShare * Math.Abs((double)cell)); // false for NaN
}

/// <summary>A number that is below another one, although it never is.</summary>
internal sealed class OrderCheck(int lower, int upper, ColumnOrder order, RelationBreach breach)
    : RelationCheck(upper, order, breach)
{
    public int Lower => lower;

    public override bool Applies(ReadOnlySpan<float> cells) =>
        !float.IsNaN(cells[lower]) && !float.IsNaN(cells[Target]);

    public override float? Expected(ReadOnlySpan<float> cells) => null;

    public override bool IsBroken(ReadOnlySpan<float> cells) => cells[lower] > cells[Target]; // false for NaN
}

/// <summary>
/// A cell with a value where it is missing in training. A missing cell breaks no gap: it can be hidden, or its column absent, and the model has a probability
/// of it.
/// </summary>
internal sealed class GapCheck(int source, int target, ColumnGaps gaps, RelationBreach breach)
    : RelationCheck(target, gaps, breach)
{
    public int Source => source;

    public ColumnGaps Gaps => gaps;

    public override bool Applies(ReadOnlySpan<float> cells) => gaps.IsMissing(cells[source]) == true;

    public override float? Expected(ReadOnlySpan<float> cells) => null;

    public override bool IsBroken(ReadOnlySpan<float> cells) => Applies(cells) && !float.IsNaN(cells[Target]);
}
