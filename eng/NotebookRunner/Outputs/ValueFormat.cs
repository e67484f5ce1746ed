using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;

namespace NotebookRunner;

/// <summary>Formats values: sequences of objects as tables of their properties, and others as text.</summary>
internal static class ValueFormat
{
    /// <summary>Returns a value in its MIME types, which always include plain text.</summary>
    public static IReadOnlyDictionary<string, string> Of(object value)
    {
        if (value is not string and IEnumerable sequence)
        {
            object?[] items = [.. sequence.Cast<object?>()];
            var columns = Columns(items);
            return columns.Length > 0 ? Table(items, columns) : Plain(string.Join(", ", items.Select(Text)));
        }

        return Plain(Text(value));
    }

    private static Dictionary<string, string> Plain(string text) => new() { ["text/plain"] = text };

    private static Dictionary<string, string> Table(object?[] items, PropertyInfo[] columns)
    {
        string[] header = [.. columns.Select(column => column.Name)];
        string[][] rows = [.. items.Select(item => columns.Select(column => Text(column.GetValue(item))).ToArray())];
        return new() { ["text/html"] = Html(header, rows), ["text/plain"] = Aligned([header, .. rows]) };
    }

    // Objects become tables of their properties. Numbers, texts and dates do not.
    private static PropertyInfo[] Columns(object?[] items)
    {
        var type = items.FirstOrDefault()?.GetType();
        var isTable =
            type is not null && type.Namespace != nameof(System) && items.All(item => item?.GetType() == type);
        return isTable
            ?
            [
                .. type!
                    .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Where(p => p.GetIndexParameters().Length == 0),
            ]
            : [];
    }

    private static string Html(string[] header, string[][] rows)
    {
        StringBuilder html = new("<table>\n<thead><tr>");
        AppendCells(html, header, "th");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            html.Append("<tr>");
            AppendCells(html, row, "td");
            html.Append("</tr>\n");
        }

        return html.Append("</tbody>\n</table>").ToString();
    }

    private static void AppendCells(StringBuilder html, string[] cells, string tag)
    {
        foreach (var cell in cells)
        {
            html.Append(CultureInfo.InvariantCulture, $"<{tag}>{WebUtility.HtmlEncode(cell)}</{tag}>");
        }
    }

    private static string Aligned(string[][] rows)
    {
        int[] widths = [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];
        return string.Join(
            '\n',
            rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd())
        );
    }

    private static string Text(object? value) =>
        value is IFormattable formattable
            ? formattable.ToString(null, CultureInfo.InvariantCulture)
            : value?.ToString() ?? "";
}
