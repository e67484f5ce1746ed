using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.ML;

namespace VaeMlNet;

/// <summary>The contents of tune.json: everything on which the results of trials depend.</summary>
/// <param name="FormatVersion">The format version, 3. Trials of earlier ones were measured in another way.</param>
/// <param name="Objective">The objective.</param>
/// <param name="TargetColumnName">The column to predict, or with the labels of anomalies; null for none.</param>
/// <param name="Method">How trials get epochs.</param>
/// <param name="Seed">The seed.</param>
/// <param name="FoldCount">The number of folds.</param>
/// <param name="ForAnomalies">Whether the defaults are those of detectors.</param>
/// <param name="Training">The options of the user.</param>
/// <param name="Columns">The names of the columns that models read.</param>
/// <param name="RowCount">The number of rows.</param>
/// <param name="TableSha256">The SHA-256 of the statistics of the columns.</param>
/// <param name="RowsSha256">The SHA-256 of the cells of the columns, row by row; null in format version 1, which did not have it.</param>
/// <param name="TargetSha256">The SHA-256 of the target column; null without one.</param>
internal sealed record TuningPlan(
    int FormatVersion,
    VaeTuningObjective Objective,
    string? TargetColumnName,
    VaeTuningMethod Method,
    int Seed,
    int FoldCount,
    bool ForAnomalies,
    VaeTrainerOptions Training,
    IReadOnlyList<string> Columns,
    long RowCount,
    string TableSha256,
    string? RowsSha256 = null,
    string? TargetSha256 = null
)
{
    private const int CurrentFormatVersion = 3;

    /// <summary>Describes a tuning. Reads the data once, or twice if there is a target column.</summary>
    public static TuningPlan Create(
        VaeTunerOptions options,
        int foldCount,
        Table table,
        IDataView data,
        CancellationToken cancellationToken
    ) =>
        new(
            CurrentFormatVersion,
            options.Objective,
            options.Target,
            options.Method,
            options.Seed,
            foldCount,
            options.ForAnomalies,
            // Results depend on the cells that the schema gives, which the other members describe, and on which of them are dates.
            options.Training with
            {
                TableSchema = null,
            },
            [
                .. table.Columns.Select(column =>
                    options.Training.TableSchema?.Find(column.Name)?.Kind == VaeColumnKind.Date
                        ? $"{column.Name} (date)"
                        : column.Name
                ),
            ],
            table.RowCount,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text(table)))),
            SumRows(data, table, cancellationToken),
            options.Target is { } target ? SumTarget(data, target, cancellationToken) : null
        );

    /// <summary>Returns what differs from another plan, for people; null if nothing does.</summary>
    public string? FindDifference(TuningPlan other) =>
        FormatVersion != other.FormatVersion ? "the format version"
        : Objective != other.Objective || TargetColumnName != other.TargetColumnName ? "the objective"
        : Method != other.Method ? "the method"
        : Seed != other.Seed ? "the seed"
        : FoldCount != other.FoldCount ? "the number of folds"
        : ForAnomalies != other.ForAnomalies || Text(Training) != Text(other.Training) ? "an option of the training"
        : !Columns.SequenceEqual(other.Columns) ? "the columns"
        : (RowCount, TableSha256, RowsSha256) != (other.RowCount, other.TableSha256, other.RowsSha256) ? "the data"
        : TargetSha256 != other.TargetSha256 ? $"the content of label column '{TargetColumnName}'"
        : null;

    private static string SumRows(IDataView data, Table table, CancellationToken cancellationToken)
    {
        RawTable raw = new(data.Schema, [.. table.Columns.Select(column => column.Name)]);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var cursor = data.GetRowCursor(raw.Columns.Select(column => column.Column));
        var read = raw.NewReader(cursor);
        var row = new float[raw.Width];
        for (long index = 0; cursor.MoveNext(); index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            read(row, index);
            hash.AppendData(MemoryMarshal.AsBytes(row.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string SumTarget(IDataView data, string target, CancellationToken cancellationToken)
    {
        var column = ClassIndices.Bind(data.Schema, target, ColumnRole.Target);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Keys of other texts can be equal numbers.
        foreach (var text in KeyTexts.Read(column)?.Values ?? [])
        {
            Add(text);
        }

        using var cursor = data.GetRowCursor([column]);
        var read = ClassIndices.NewGetter(cursor, column);
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(Convert.ToString(read(), CultureInfo.InvariantCulture) ?? "");
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + '\0'));
    }

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, CheckpointJson.Comparable);
}

/// <summary>Trials that compete for epochs, independently of all others, so that any process can run them.</summary>
/// <param name="FirstTrial">The number of the first trial.</param>
/// <param name="Rungs">The trials that remain and their share of epochs, in order. The last one trains for all epochs.</param>
internal sealed record TrialBracket(int FirstTrial, IReadOnlyList<(int TrialCount, double EpochShare)> Rungs)
{
    private const int Factor = 3;
    private const int DefaultTrialCount = 28;

    private static readonly (int, double)[] Halving =
    [
        (Factor * Factor, 1.0 / (Factor * Factor)),
        (Factor, 1.0 / Factor),
        (1, 1),
    ];

    /// <summary>Returns the number of brackets; null for no limit.</summary>
    public static int? CountFor(VaeTunerOptions options)
    {
        var trials = options.TrialCount ?? (options.TimeBudget is null ? DefaultTrialCount : null);
        var size = options.Method == VaeTuningMethod.Halving ? Halving[0].Item1 : 1;
        return trials is { } count ? 1 + ((count - 1 + size - 1) / size) : null;
    }

    /// <summary>Returns a bracket. The first one has only the trial with the defaults.</summary>
    public static TrialBracket At(int index, VaeTuningMethod method) =>
        index == 0 || method == VaeTuningMethod.Random
            ? new(index, [(1, 1)])
            : new(1 + ((index - 1) * Halving[0].Item1), Halving);
}
