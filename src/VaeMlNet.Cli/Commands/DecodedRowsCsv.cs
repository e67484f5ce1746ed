using System.Globalization;
using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli;

/// <summary>
/// Writes decoded rows as CSV: the raw columns for a table model, otherwise one column per feature.
/// </summary>
/// <param name="manifest">The manifest of the model.</param>
/// <param name="decoded">The rows.</param>
internal sealed class DecodedRowsCsv(VaeManifest manifest, DecodedRows decoded)
{
    private readonly CsvColumn[]? columns = ModelTable.IsTable(manifest) ? ModelTable.Columns(manifest) : null;
    private readonly VaeColumnSchema[] identifiers =
    [
        .. (decoded.HasIdentifiers ? manifest.TableSchema?.Columns ?? [] : []).Where(column =>
            column.Kind == VaeColumnKind.Identifier
        ),
    ];
    private KeptColumns.Rows? kept;
    private long count;

    /// <summary>Writes the file.</summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public long Write(string path, CancellationToken cancellationToken)
    {
        var header = Header();
        CsvTable.Write(
            path,
            decoded.Kept?.Header(header) ?? header,
            csv =>
            {
                using var opened = decoded.Kept?.Open();
                kept = opened;
                foreach (var block in decoded.Blocks)
                {
                    if (columns is null)
                    {
                        WriteFeatures(block, csv, cancellationToken);
                    }
                    else
                    {
                        WriteTable(block, columns, csv, cancellationToken);
                    }
                }
            }
        );
        return count;
    }

    /// <summary>Returns the rows of a view with one column of features. Each row is a new array.</summary>
    public static IEnumerable<float[]> ReadFeatures(IDataView rows, CancellationToken cancellationToken)
    {
        using var cursor = rows.GetRowCursor(rows.Schema);
        var getter = cursor.GetGetter<VBuffer<float>>(rows.Schema[0]);
        VBuffer<float> row = default;
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            getter(ref row);
            yield return [.. row.DenseValues()];
        }
    }

    private void WriteFeatures(IDataView rows, CsvWriter csv, CancellationToken cancellationToken)
    {
        foreach (var row in ReadFeatures(rows, cancellationToken))
        {
            kept?.WriteNext(csv);
            foreach (var value in row)
            {
                csv.WriteField(value);
            }

            EndRow(csv);
        }
    }

    private void WriteTable(IDataView rows, CsvColumn[] table, CsvWriter csv, CancellationToken cancellationToken)
    {
        using var cursor = rows.GetRowCursor(rows.Schema);
        Action<CsvWriter>[] cells =
        [
            .. InOrder(
                table.Select(column => (column.Name, TableRowWriter.Bind(cursor, column))),
                identifiers.Select(column => (column.Name, new[] { Identifier(column) }))
            ),
        ];
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            kept?.WriteNext(csv);
            Array.ForEach(cells, write => write(csv));
            EndRow(csv);
        }
    }

    private void EndRow(CsvWriter csv)
    {
        csv.EndRecord();
        decoded.Written(++count);
    }

    /// <summary>Returns the names of the columns of decoded rows.</summary>
    /// <param name="manifest">The manifest of the model.</param>
    /// <param name="names">The names of features; null for those of the manifest.</param>
    public static string[] Header(VaeManifest manifest, IReadOnlyList<string>? names) =>
        ModelTable.IsTable(manifest)
            ? TableRowWriter.Header(ModelTable.Columns(manifest))
            : [.. names ?? manifest.Columns.SelectMany(Names)];

    private string[] Header() =>
        columns is not null && decoded.HasIdentifiers
            ?
            [
                .. InOrder(
                    columns.Select(column => (column.Name, TableRowWriter.Header([column]))),
                    identifiers.Select(column => (column.Name, new[] { column.Name }))
                ),
            ]
            : Header(manifest, decoded.Names);

    private Action<CsvWriter> Identifier(VaeColumnSchema column) =>
        csv => csv.WriteField(column.FormatIdentifier(count), CsvQuoting.WhenNeededOrWhitespace);

    /// <summary>Returns the cells of the model's columns and of others in the order of the training file.</summary>
    private IEnumerable<T> InOrder<T>(
        IEnumerable<(string Name, T[] Cells)> model,
        IEnumerable<(string Name, T[] Cells)> others
    )
    {
        string[] order = decoded.HasIdentifiers
            ? [.. manifest.TableSchema?.Columns.Select(column => column.Name) ?? []]
            : [];
        return model
            .Concat(others)
            .OrderBy(column => Array.IndexOf(order, column.Name) is var place and >= 0 ? place : int.MaxValue)
            .SelectMany(column => column.Cells);
    }

    private static IEnumerable<string> Names(VaeColumn column) =>
        column.Width == 1
            ? [column.Name]
            : Enumerable
                .Range(0, column.Width)
                .Select(slot => string.Create(CultureInfo.InvariantCulture, $"{column.Name}_{slot}"));
}
