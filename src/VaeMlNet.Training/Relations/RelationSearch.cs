namespace VaeMlNet;

/// <summary>
/// Finds the relations between the columns of a table, in a sample of its rows. Each must hold in three quarters of the sample, and be
/// confirmed by the others.
/// </summary>
internal static class RelationSearch
{
    /// <summary>The most raw slots of a table whose relations are searched.</summary>
    public const int MostSlots = 500;

    // The cells of a sample: 16 MiB.
    private const int MostCells = 1 << 22;
    private const int MostRows = 20_000;

    // Of imputer.onnx, which can have 4,000, and needs some hundred for the model.
    private const int MostNodes = 2500;

    /// <summary>Returns an empty sample of rows for the search.</summary>
    public static RawSample NewSample(int width) => new(width, Math.Min(MostRows, MostCells / width));

    /// <summary>Returns the relations; null if there are none.</summary>
    /// <exception cref="OperationCanceledException">Training was canceled.</exception>
    public static ColumnRelations? Find(Table table, RawSample sample, CancellationToken cancellationToken)
    {
        // The search rows would have copies among those that confirm, and columns would determine each other where each row is there twice.
        float[][] independent =
        [
            .. table.HasCopies(sample.Rows) ? sample.Rows.Distinct(RowComparer.Instance) : sample.Rows,
        ];
        // Searches take rows at equal distances, and compare a row with another one: in sorted or periodic files these would not be any rows.
        new Random(1).Shuffle(independent);
        if (independent.Length < RelationRows.Fewest)
        {
            return null;
        }

        var rows = RelationRows.Split(independent.Length);
        var columns = RelationColumn.CreateAll(table, independent, column => column.Width == 1);
        ComputedColumns computed = new(columns);
        var equations = Choose(
            SumSearch
                .Find(columns, rows, cancellationToken)
                .Concat(ProductSearch.Find(columns, rows).Select(product => (product, false))),
            computed
        );
        HashSet<(string, string)> related = [.. equations.SelectMany(equation => PairsOf([.. equation.Columns]))];
        ColumnLookup[] lookups =
        [
            .. new LookupSearch(columns, rows)
                .Find(related, cancellationToken)
                .Select(lookup => lookup with { IsComputed = AddComputed(lookup, equations, computed) }),
        ];
        HashSet<(string, string)> ordered = [.. equations.SelectMany(equation => ImpliedOrders.Of(equation, columns))];
        ordered.UnionWith(lookups.SelectMany(lookup => PairsOf([lookup.Source, lookup.Target])));
        related.UnionWith(ordered);
        var gaps = GapSearch.Find(table, independent, cancellationToken);
        // What the same column determines follows from it.
        related.UnionWith(
            lookups
                .GroupBy(lookup => lookup.Source)
                .SelectMany(group => PairsOf([.. group.Select(lookup => lookup.Target)]))
        );
        // A value of a column that others do not have always implies what decides about it.
        related.UnionWith(gaps.SelectMany(one => SourcesOf(one.Target, gaps).Select(source => (one.Target, source))));
        ColumnLookup[] implied =
        [
            .. new ImpliedValueSearch(columns, rows.Count)
                .Find(related, lookups, cancellationToken)
                .Select(lookup => lookup with { IsComputed = computed.AddPartly(lookup) }),
        ];
        lookups = [.. lookups, .. implied];
        var orders = OrderSearch.Find(columns, rows, ordered);
        // The other columns of an equation can change, because its target is computed at the end.
        HashSet<string> bound =
        [
            .. equations.SelectMany(equation =>
                equation.Factors.Count == 1 ? [equation.Target, equation.Computed ?? equation.Target] : equation.Columns
            ),
            .. lookups.SelectMany(lookup => (string[])[lookup.Source, lookup.Target]),
        ];
        // A value that a column takes must not break its other relations.
        var shared = new SharedValueSearch(columns, rows).Find(
            (target, source) =>
                !bound.Contains(target)
                && !related.Contains((target, source))
                && orders.All(order =>
                    order.Lower == target ? order.Upper == source : order.Upper != target || order.Lower == source
                )
        );
        var relations = Limit(
            new()
            {
                Columns = Describe(columns, equations),
                Equations = equations,
                Lookups = lookups,
                Orders = orders,
                SharedValues = shared.Count > 0 ? shared : null,
                Gaps = gaps.Count > 0 ? gaps : null,
            },
            columns.Where(column => column.IsNumber).Select(column => column.Name).ToHashSet()
        );
        return relations.Columns.Count + shared.Count + gaps.Count == 0 ? null
            : relations.CheckedColumns is { Count: > 0 } names
                ? BreachCounts.Add(
                    relations,
                    [
                        .. columns,
                        .. RelationColumn.CreateAll(
                            table,
                            independent,
                            column => column.Width > 1 && names.Contains(column.Name)
                        ),
                    ]
                )
            : relations;
    }

    /// <summary>
    /// Returns the equations that do not follow from the ones before. A sum that only adds and subtracts also has a shorter one that
    /// follows from it and others, such as total = 1.19 net: it computes no column of synthetic rows, but gives the net amount where the tax is missing, too.
    /// </summary>
    private static List<ColumnEquation> Choose(
        IEnumerable<(ColumnEquation Equation, bool IsExact)> found,
        ComputedColumns computed
    )
    {
        List<ColumnEquation> chosen = [];
        List<ColumnEquation> refused = [];
        foreach (var (equation, isExact) in found.DistinctBy(found => NamesOf(found.Equation)))
        {
            // A product is exact for its target alone, and a sum for each of its columns.
            var sharing =
                equation.Factors.Count == 1
                    ? -1
                    : chosen.FindIndex(sum => sum.IsPlain && sum.Target == equation.Target);
            if (sharing >= 0 && computed.Exchange(chosen[sharing], equation, ownsTarget: true) is { } passed)
            {
                chosen[sharing] = chosen[sharing] with { Target = passed.OfEarlier, Computed = passed.OfEarlier };
                chosen.Add(equation with { Computed = passed.Own });
                continue;
            }

            var own = computed.Add(equation);
            // What is only near, such as total = 1.15 amount, must not compute the total instead of an exact sum.
            for (var i = 0; own is null && isExact && i < chosen.Count; i++)
            {
                if (
                    chosen[i].Factors.Count == 1
                    && chosen[i].Columns.Intersect(equation.Columns).Any()
                    && computed.Exchange(chosen[i], equation) is { } exchanged
                )
                {
                    chosen[i] = chosen[i] with { Computed = exchanged.OfEarlier };
                    own = exchanged.Own;
                }
            }

            if (own is not null)
            {
                chosen.Add(computed.Sort(equation) with { Computed = own });
            }
            else if (equation.Factors.Count == 1)
            {
                refused.Add(computed.Sort(equation));
            }
        }

        while (computed.Combine(chosen) is { } combined)
        {
            refused.AddRange(chosen.ExceptBy(combined.Select(NamesOf), NamesOf));
            chosen = combined;
        }

        var shorter = chosen
            .Where(equation => equation.IsPlain)
            .Select(equation => computed.Shorter(equation, refused))
            .OfType<ColumnEquation>()
            .DistinctBy(NamesOf);
        return computed.PartsFirst([.. chosen, .. shorter]);
    }

    /// <summary>Returns whether a synthetic row computes the target of a lookup, where needed after a sum passes it on.</summary>
    private static bool AddComputed(ColumnLookup lookup, List<ColumnEquation> equations, ComputedColumns computed)
    {
        if (computed.Add(lookup))
        {
            return true;
        }

        // What lies between known points is less exact than a sum.
        var earlier = lookup.Interpolates
            ? -1
            : equations.FindIndex(sum => sum.Factors.Count == 1 && sum.Computed == lookup.Target);
        if (earlier < 0 || computed.Exchange(equations[earlier], lookup) is not { } passed)
        {
            return false;
        }

        equations[earlier] = equations[earlier] with { Computed = passed };
        return true;
    }

    /// <summary>Describes columns for the manifest, with the values of those that have few, and that a sum gives only roughly.</summary>
    private static RelatedColumn[] Describe(
        IReadOnlyList<RelationColumn> columns,
        IReadOnlyList<ColumnEquation> equations
    )
    {
        RelatedColumn[] described = [.. columns.Select(column => column.Describe())];
        var sums = equations.Select(equation => new SolvedEquation(equation, described)).ToArray();
        return
        [
            .. described.Select(
                (column, i) =>
                    columns[i].HasFewValues && Array.Exists(sums, sum => sum.Columns.Contains(i) && sum.GivesRoughly(i))
                        ? column with
                        {
                            Values = [.. columns[i].Values.Where(float.IsFinite).Distinct().Order()],
                        }
                        : column
            ),
        ];
    }

    /// <summary>Returns the relations with their columns only, and without those for which the imputer would have too many nodes.</summary>
    private static ColumnRelations Limit(ColumnRelations relations, IReadOnlySet<string> numbers)
    {
        HashSet<string> names =
        [
            .. relations.Equations.SelectMany(equation => equation.Columns),
            .. relations.Lookups.SelectMany(lookup => (string[])[lookup.Source, lookup.Target]),
            .. relations.Orders.SelectMany(order => (string[])[order.Lower, order.Upper]),
        ];
        relations = relations with { Columns = [.. relations.Columns.Where(column => names.Contains(column.Name))] };
        var related = new RelatedCells(relations);
        if (related.NodeCount <= MostNodes)
        {
            return relations;
        }

        var ofCategories = relations.Lookups.LastOrDefault(lookup =>
            lookup.IsPartial && !numbers.Contains(lookup.Source)
        );
        return Limit(
            (ofCategories ?? related.LastLine) is { } first
                    ? relations with
                    {
                        Lookups = [.. relations.Lookups.Where(lookup => lookup != first)],
                    }
                : relations.Equations.Count > 0 ? relations with { Equations = [.. relations.Equations.SkipLast(1)] }
                : relations.Orders.Count > 0 ? relations with { Orders = [.. relations.Orders.SkipLast(1)] }
                : relations with { Lookups = [.. relations.Lookups.SkipLast(1)] },
            numbers
        );
    }

    /// <summary>Returns the columns that decide whether a column is missing, also through others.</summary>
    private static IEnumerable<string> SourcesOf(string column, IReadOnlyList<ColumnGaps> gaps) =>
        gaps.FirstOrDefault(one => one.Target == column) is { } own
            ? SourcesOf(own.Source, gaps).Prepend(own.Source)
            : [];

    private static IEnumerable<(string, string)> PairsOf(string[] columns) =>
        columns.SelectMany(a => columns.Select(b => (a, b)));

    private static string NamesOf(ColumnEquation equation) =>
        string.Join('\n', equation.Columns.Order(StringComparer.Ordinal));
}
