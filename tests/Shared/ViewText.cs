using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests.Shared;

/// <summary>A view as lines of text: each visible column with its type and annotations, and each row's values.</summary>
public static class ViewText
{
    private static readonly MethodInfo MakeCellMethod = Method(nameof(MakeCell));
    private static readonly MethodInfo AnnotationMethod = Method(nameof(Annotation));

    public static string[] Write(IDataView data)
    {
        var columns = data.Schema.Where(column => !column.IsHidden).ToArray();
        List<string> lines = [.. columns.Select(Describe)];
        using var cursor = data.GetRowCursor(columns);
        var cells = columns
            .Select(column => Generic<Func<string>>(MakeCellMethod, column.Type, cursor, column))
            .ToArray();
        while (cursor.MoveNext())
        {
            lines.Add(string.Join(" | ", cells.Select(cell => cell())));
        }

        return [.. lines];
    }

    private static string Describe(DataViewSchema.Column column)
    {
        var annotations = column.Annotations.Schema.Select(annotation =>
            $"{annotation.Name} ({annotation.Type}) "
            + Generic<string>(AnnotationMethod, annotation.Type, column.Annotations, annotation)
        );
        return $"{column.Name}: {column.Type}; {string.Join("; ", annotations)}";
    }

    private static string Annotation<T>(DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        T value = default!;
        annotations.GetGetter<T>(annotation)(ref value);
        return Text(value);
    }

    private static Func<string> MakeCell<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var get = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            get(ref value);
            return Text(value);
        };
    }

    private static string Text<T>(T value)
    {
        if (!typeof(T).IsGenericType || typeof(T).GetGenericTypeDefinition() != typeof(VBuffer<>))
        {
            return Item(value);
        }

        return Generic<string>(Method(nameof(Vector)), typeof(T).GenericTypeArguments[0], value!);
    }

    private static string Vector<T>(VBuffer<T> vector)
    {
        var indices = vector.IsDense ? "" : $" at {string.Join(' ', vector.GetIndices().ToArray())}";
        return $"[{vector.Length}{indices}: {string.Join(", ", vector.GetValues().ToArray().Select(Item))}]";
    }

    private static string Item<T>(T value) =>
        value switch
        {
            DateTime time => time.ToString("O", CultureInfo.InvariantCulture).TrimEnd('Z'),
            DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
            DataViewRowId id => $"{id.High:x16}{id.Low:x16}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        };

    private static MethodInfo Method(string name) =>
        typeof(ViewText).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;

    private static TResult Generic<TResult>(MethodInfo method, DataViewType type, params object[] arguments) =>
        Generic<TResult>(method, type.RawType, arguments);

    private static TResult Generic<TResult>(MethodInfo method, Type type, params object[] arguments) =>
        (TResult)method.MakeGenericMethod(type).Invoke(null, arguments)!;
}
