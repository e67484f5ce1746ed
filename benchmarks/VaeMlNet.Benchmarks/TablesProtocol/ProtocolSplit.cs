namespace VaeMlNet.Benchmarks;

/// <summary>One seed's division of a table: rows to train on, and test rows, whole and with hidden cells.</summary>
/// <param name="Table">The table.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Folder">The folder with train.csv, test_true.csv, test_20.csv and test_40.csv.</param>
internal sealed record ProtocolSplit(ProtocolTable Table, int Seed, string Folder)
{
    private const double TrainingShare = 0.7;

    /// <summary>Gets the shares of hidden cells, in percent.</summary>
    public static int[] Rates { get; } = [20, 40];

    /// <summary>Gets the rows to train on, with all columns.</summary>
    public TextTable Training { get; } = TextTable.Read(Path.Combine(Folder, "train.csv"));

    /// <summary>Gets the whole test rows.</summary>
    public TextTable Test { get; } = TextTable.Read(Path.Combine(Folder, "test_true.csv"));

    /// <summary>Gets the path of the training rows.</summary>
    public string TrainingPath => Path.Combine(Folder, "train.csv");

    /// <summary>Gets the path of the whole test rows.</summary>
    public string TestPath => Path.Combine(Folder, "test_true.csv");

    /// <summary>Returns the path of the test rows with hidden cells.</summary>
    public string DamagedPath(int rate) => Path.Combine(Folder, $"test_{rate}.csv");

    /// <summary>Opens the files of a split. Draws the split and writes the files if the folder of tables does not have them.</summary>
    /// <param name="tables">The folder of tables, with impute/TABLE/sSEED where splits are prepared.</param>
    /// <param name="table">The table.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="output">The folder for drawn splits.</param>
    public static ProtocolSplit Open(string tables, ProtocolTable table, int seed, string output)
    {
        var prepared = Path.Combine(tables, "impute", table.Name, $"s{seed}");
        if (Directory.Exists(prepared))
        {
            return new(table, seed, prepared);
        }

        var drawn = Path.Combine(output, "splits", table.Name, $"s{seed}");
        if (!Directory.Exists(drawn))
        {
            Draw(TextTable.Read(Path.Combine(tables, $"{table.Name}.csv")), table, seed, drawn);
        }

        return new(table, seed, drawn);
    }

    private static void Draw(TextTable all, ProtocolTable table, int seed, string folder)
    {
        Random random = new(seed);
        int[] rows = [.. Enumerable.Range(0, all.RowCount)];
        random.Shuffle(rows);
        var count = (int)Math.Round(TrainingShare * rows.Length);
        all.Rows([.. rows[..count].Order()]).Write(Path.Combine(folder, "train.csv"));
        var test = all.Rows([.. rows[count..].Order()]);
        foreach (var rate in Rates)
        {
            Damage(test, table, rate / 100.0, random).Write(Path.Combine(folder, $"test_{rate}.csv"));
        }

        test.Write(Path.Combine(folder, "test_true.csv"));
    }

    private static TextTable Damage(TextTable test, ProtocolTable table, double share, Random random) =>
        test with
        {
            Columns =
            [
                .. test.Names.Zip(
                    test.Columns,
                    (name, column) =>
                        table.ColumnNames.Contains(name)
                            ? Array.ConvertAll(column, cell => random.NextDouble() < share ? "" : cell)
                            : column
                ),
            ],
        };
}
