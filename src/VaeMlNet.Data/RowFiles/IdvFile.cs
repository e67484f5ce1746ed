using System.Diagnostics.CodeAnalysis;
using Microsoft.ML;

namespace VaeMlNet.Data;

/// <summary>
/// Writes files in ML.NET's binary format, which <c>LoadFromBinary</c> reads: columns with their types, vectors and
/// annotations.
/// </summary>
internal static class IdvFile
{
    private const string Extension = ".idv";

    /// <summary>Returns whether the name of an output file has the extension .idv.</summary>
    public static bool IsIdv([NotNullWhen(true)] string? path) =>
        path?.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Writes a file. It appears when it is complete.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="ml">The ML.NET context.</param>
    /// <param name="rows">The rows. They may be read more than once.</param>
    /// <param name="columns">The columns to write, in order, by their <see cref="WrittenColumn.NameOf"/>.</param>
    /// <param name="cancellationToken">Checked before each row.</param>
    /// <param name="watch">
    /// Returns an action that runs for each row, given a cursor over the written columns; null for none.
    /// </param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public static long Write(
        string path,
        MLContext ml,
        IDataView rows,
        string[] columns,
        CancellationToken cancellationToken,
        Func<DataViewRow, Action>? watch = null
    )
    {
        var results = ml.Transforms.SelectColumns(columns).Fit(rows).Transform(rows);
        WatchedView watched = new(results, watch ?? (_ => () => { }), cancellationToken);
        OutputFile.Write(path, stream => Save(ml, WithWrittenNames(ml, watched), stream));
        return watched.RowCount;
    }

    private static IDataView WithWrittenNames(MLContext ml, WatchedView rows)
    {
        string[] columns = [.. rows.Schema.Select(column => column.Name)];
        var names = Array.ConvertAll(columns, WrittenColumn.NameOf);
        if (names.SequenceEqual(columns))
        {
            return rows;
        }

        var named = (IDataView)rows;
        foreach (var (name, column) in names.Zip(columns))
        {
            named = ml.Transforms.CopyColumns(name, column).Fit(named).Transform(named);
        }

        return ml.Transforms.SelectColumns(names).Fit(named).Transform(named);
    }

    // ML.NET writes on its own threads and wraps their exceptions. This way a full disk is reported as for other files.
    private static void Save(MLContext ml, IDataView rows, Stream stream)
    {
        try
        {
            ml.Data.SaveAsBinary(rows, stream);
        }
        catch (Exception e) when (e.FindCause<CommandException>() is null && e.FindCause<IOException>() is { } cause)
        {
            throw new IOException(cause.Message, e);
        }
    }
}
