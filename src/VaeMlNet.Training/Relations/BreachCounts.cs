namespace VaeMlNet;

/// <summary>Counts how many rows break each relation, which says how unusual another row is that does.</summary>
internal sealed class BreachCounts
{
    // A relation fades out, so that one row more that breaks it changes a score little. Rows that are as frequent as the search of lookups tolerates them do
    // not break a rule, but one that nearly holds.
    private const double NatsOfNothing = 2;
    private const double Steepness = 2;
    private const double ShareOfNearRules = 0.01;
    private const double SteepnessOfNearRules = 4;

    // A number with decimals, such as an amount, determines its factors by chance where few rows have the same one.
    private const int FewestRowsOfAmount = 5;

    // A larger tolerance counts if so much fewer rows break it.
    private const double NatsOfTolerance = 1;
    private const double TolerancesRatio = 4;

    // A number of one step more is rounded otherwise, and one of two steps more is another number.
    private const double ToleratedSteps = 1.5;
    private const double ToleranceOfCategories = 0.5;
    private const double ExactShare = 0.01; // of what is near

    private readonly ColumnRelations relations;
    private readonly IReadOnlyList<RelationColumn> columns; // those of the checks
    private readonly float[][] rows; // the cells of these columns
    private readonly int targetCount;
    private readonly int gapSourceCount; // the gaps of a block of questions have one source

    private BreachCounts(ColumnRelations relations, IReadOnlyList<RelationColumn> columns)
    {
        this.relations = relations;
        this.columns = [.. relations.CheckedColumns.Select(name => columns.First(column => column.Name == name))];
        rows =
        [
            .. Enumerable
                .Range(0, columns[0].Values.Length)
                .Select(row => this.columns.Select(column => column.Values[row]).ToArray()),
        ];
        var scored = relations.Checked.Where(IsScored).ToArray();
        targetCount = scored
            .Where(relation => relation is not ColumnGaps)
            .Select(relation => relation.CheckedColumn)
            .Distinct()
            .Count();
        gapSourceCount = scored.OfType<ColumnGaps>().Select(gaps => gaps.Source).Distinct().Count();
    }

    /// <summary>
    /// Returns the relations with -log of the share of rows that break each, (count + 0.5) / (n + 1), times the number of columns that they determine: a
    /// row can break those of any column by chance. Relations that many rows break have less, or nothing.
    /// </summary>
    /// <param name="relations">The relations.</param>
    /// <param name="columns">The columns of <see cref="ColumnRelations.CheckedColumns"/> among others, in any order.</param>
    public static ColumnRelations Add(ColumnRelations relations, IReadOnlyList<RelationColumn> columns)
    {
        BreachCounts counts = new(relations, columns);
        return relations with
        {
            Equations = [.. relations.Equations.Select(one => one with { Breaches = counts.Find(one) })],
            Lookups = [.. relations.Lookups.Select(one => one with { Breaches = counts.Find(one) })],
            Orders = [.. relations.Orders.Select(one => one with { Breaches = counts.Find(one) })],
            Gaps = relations.Gaps is { } gaps
                ? [.. gaps.Select(one => one with { Breaches = counts.Find(one) })]
                : null,
        };
    }

    /// <summary>Returns what scores tell of a row that breaks a relation; null for nothing.</summary>
    private RelationBreach[]? Find(ICheckedRelation relation)
    {
        if (!IsScored(relation))
        {
            return null;
        }

        List<RelationBreach> found = [];
        var sum = 0.0;
        var (tests, withoutOwn) = Tests(Check(0));
        foreach (var tolerance in Tolerances(relation))
        {
            var check = Check(tolerance);
            var broken =
                tests.Count(row => check.IsBroken(row))
                + withoutOwn.Count(row => IsBrokenWithoutOwn((LookupCheck)check, row));
            var nats = Nats(relation, broken, tests.Length + withoutOwn.Length);
            if (nats > 0 && (found.Count == 0 || nats >= sum + NatsOfTolerance))
            {
                found.Add(new(tolerance, nats - sum));
                sum = nats;
            }

            if (broken == 0)
            {
                break;
            }
        }

        return found.Count == 0 ? null : [.. found];

        RelationCheck Check(double tolerance) => RelationCheck.Create(relation, new(tolerance, 0), relations);
    }

    private bool IsScored(ICheckedRelation relation) =>
        relation switch
        {
            ColumnEquation equation => equation.Computed is not null, // what follows from others would count twice
            ColumnLookup { Interpolates: false } lookup when ColumnOf(lookup.Source) is var source => !source.IsNumber
                || source.Decimals == 0
                || source.KnownCount >= FewestRowsOfAmount * lookup.Values.Length,
            _ => true,
        };

    /// <summary>Returns the nats of a row that breaks a relation as some of the rows do; 0 or less for nothing.</summary>
    private double Nats(ICheckedRelation relation, int broken, int count)
    {
        var nats = -Math.Log(
            MarkFormula.Share(broken, count) * (relation is ColumnGaps ? gapSourceCount : targetCount)
        );
        var faded = Math.Min(nats, Steepness * (nats - NatsOfNothing));
        // The other rows tell of each of those that break a lookup. One alone can be an error also in a small table.
        return relation is ColumnLookup && broken > 1
            ? Math.Min(faded, SteepnessOfNearRules * -Math.Log((broken - 0.5) / (count * ShareOfNearRules)))
            : faded;
    }

    private RelationColumn ColumnOf(string name) => columns.First(column => column.Name == name);

    private IEnumerable<double> Tolerances(ICheckedRelation relation)
    {
        if (relation is ColumnOrder or ColumnGaps)
        {
            return [0];
        }

        var target = ColumnOf(relation.CheckedColumn);
        if (!target.IsNumber)
        {
            return [ToleranceOfCategories];
        }

        var exact = target.Unit > 0 ? ToleratedSteps * target.Unit : ExactShare * target.Near;
        // What lies on a line between two values of training is as exact as the search takes it.
        var smallest = relation is ColumnLookup { Interpolates: true } ? Math.Max(exact, target.Near) : exact;
        return Enumerable.Range(0, RelationBreach.Most).Select(i => smallest * Math.Pow(TolerancesRatio, i));
    }

    /// <summary>
    /// Returns the rows that have the cells of a relation. Those of a lookup whose value of the source no other row has come second if it interpolates, and
    /// are left out otherwise: they say how the lookup is without them.
    /// </summary>
    private (float[][] Tests, float[][] WithoutOwn) Tests(RelationCheck check)
    {
        float[][] tests = [.. rows.Where(row => check.Applies(row))];
        if (check is not LookupCheck { Lookup: var lookup, Source: var source })
        {
            return (tests, []);
        }

        var rowsOfSource = rows.CountBy(row => row[source]).ToDictionary();
        bool IsAlone(float[] row) =>
            rowsOfSource[row[source]] == 1
            && (!lookup.Interpolates || Array.BinarySearch(lookup.Values, row[source]) >= 0);
        return ([.. tests.Where(row => !IsAlone(row))], lookup.Interpolates ? [.. tests.Where(IsAlone)] : []);
    }

    private static bool IsBrokenWithoutOwn(LookupCheck check, float[] row) =>
        check.IsOther(
            check.Lookup.FindWithout(Array.BinarySearch(check.Lookup.Values, row[check.Source])),
            row[check.Target]
        );
}
