using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace VaeMlNet.Cli.Tests;

/// <summary>The rows of <see cref="TinyTable"/> in other formats than CSV.</summary>
internal static class TableFormats
{
    /// <summary>Gets the endings of all formats.</summary>
    public static string[] Endings { get; } = [".csv.gz", ".csv.zip", ".jsonl", ".jsonl.gz", ".parquet"];

    /// <summary>Returns the bytes of a file.</summary>
    /// <param name="csv">A CSV file with the columns of <see cref="TinyTable"/>.</param>
    /// <param name="ending">One of <see cref="Endings"/>.</param>
    public static byte[] Convert(string csv, string ending) =>
        ending switch
        {
            ".csv.gz" => Gzip(File.ReadAllBytes(csv)),
            ".csv.zip" => Zip(File.ReadAllBytes(csv)),
            ".jsonl" => Json(csv),
            ".jsonl.gz" => Gzip(Json(csv)),
            _ => Parquet(csv),
        };

    private static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Zip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (ZipArchive archive = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("rows.csv").Open();
            entry.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Json(string csv)
    {
        var table = TextTable.Read(csv);
        StringBuilder lines = new();
        for (var row = 0; row < table.RowCount; row++)
        {
            lines.AppendJoin(
                ',',
                table.Names.Select(name => $"{(name == "Id" ? "{" : "")}\"{name}\":{Json(name, table[name][row])}")
            );
            lines.Append("}\n");
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    private static string Json(string name, string cell) =>
        cell.Length == 0 || cell == "NA" ? "null"
        : name is "Id" or "Color" ? JsonSerializer.Serialize(cell)
        : cell;

    private static byte[] Parquet(string csv)
    {
        var table = TextTable.Read(csv);
        return ParquetBytes.Build(
            [
                .. table.Names.Zip(
                    table.Columns,
                    (name, cells) =>
                        (
                            name,
                            name switch
                            {
                                "Age" => Array.ConvertAll(cells, Number),
                                "Income" or "Fraud" => Array.ConvertAll(cells, cell => (long?)Number(cell)),
                                "Member" => Array.ConvertAll(cells, cell => (bool?)(cell == "true")),
                                _ => (Array)Array.ConvertAll(cells, cell => cell == "NA" ? null : cell),
                            }
                        )
                ),
            ],
            groupRows: 300
        );
    }

    private static double? Number(string cell) =>
        cell.Length == 0 ? null : double.Parse(cell, CultureInfo.InvariantCulture);
}
