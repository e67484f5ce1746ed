namespace VaeMlNet.Tests;

/// <summary>Copies of the tiny table model that also say what is usual in 1,400 training rows.</summary>
internal static class UsualTable
{
    public const int Rows = 1400;

    // So low that a column is a reason in every row.
    private const float Low = -1000;

    // So high that a column is never a reason.
    private const float High = 1000;

    /// <summary>Makes a copy, in which the named columns are the reasons of every row, in this order, and no others.</summary>
    public static string Make(string folder, params string[] reasons)
    {
        float Usual(string column) => reasons.Contains(column) ? Low + Array.IndexOf(reasons, column) : High;
        var manifest = VaeModel.ReadManifest(TinyTable.Folder);
        UsualRows usual = new()
        {
            Rows = Rows,
            Columns =
            [
                new()
                {
                    Lows = [20.04f],
                    Highs = [80.96f],
                    Contributions = [Usual("Age")],
                },
                new()
                {
                    Lows = [91, 0.0125f],
                    Highs = [149, 0.9875f],
                    Contributions = [Usual("Vitals.Pressure"), Usual("Vitals.Oxygen")],
                },
                new() { Contributions = [Usual("Smoker")] },
                new() { Contributions = [Usual("Job")] },
                new() { Contributions = [Usual("Region")] },
            ],
            Pairs =
            [
                new()
                {
                    First = "Job",
                    Second = "Region",
                    SecondCount = 2,
                    Counts = [400, 0, 280, 400, 1, 2],
                },
            ],
        };
        var changed = manifest with
        {
            Usual = usual,
            Columns =
            [
                .. manifest.Columns.Select(column =>
                    column.Name switch
                    {
                        "Job" => column with { Shares = [0.4f, 0.59f, 0.01f], MissingShare = 0 },
                        "Region" => column with { Shares = [0.5f, 0.5f], MissingShare = 0 },
                        "Smoker" => column with { Shares = [0.995f, 0.005f] },
                        _ => column,
                    }
                ),
            ],
        };
        return TinyTable.Copy(folder, changed);
    }
}
