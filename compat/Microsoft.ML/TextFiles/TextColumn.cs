using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A column of a text file: the fields it takes and what they become.</summary>
internal sealed class TextColumn
{
    private readonly DataKind _kind;

    public TextColumn(TextLoader.Column column)
    {
        Check.NonEmpty(column.Name, nameof(column.Name));
        Check.Param(column.Source is { Length: > 0 }, nameof(column.Source), "Must specify some source column indices");
        Name = column.Name.Trim();
        _kind = column.DataKind;
        Fields = column.Source.SelectMany(FieldsOf).ToArray();
        var itemType = PrimitiveTypes.FromKind(_kind);
        bool isScalar = column.Source.Length == 1 && Fields.Length == 1;
        Type = isScalar ? itemType : new VectorDataViewType(itemType, Fields.Length);
    }

    public string Name { get; }

    public DataViewType Type { get; }

    public int[] Fields { get; }

    /// <summary>A getter over the current line and its number.</summary>
    public Delegate MakeGetter(Func<(long Number, List<string> Fields)> current) =>
        GenericCall.Invoke<Delegate>(MakeGetter<int>, [PrimitiveTypes.FromKind(_kind).RawType], current);

    private static IEnumerable<int> FieldsOf(TextLoader.Range range)
    {
        if (range.Max is not { } last)
            throw new NotSupportedException("Ranges of fields without an end are not supported here.");
        Check.Param(range.Min >= 0, nameof(range.Min));
        Check.Param(range.Min <= last, nameof(range.Max));
        return Enumerable.Range(range.Min, last - range.Min + 1);
    }

    private Delegate MakeGetter<T>(Func<(long Number, List<string> Fields)> current)
    {
        var tryParse = (TextParsers.TryParse<T>)TextParsers.Of(_kind);
        if (Type is not VectorDataViewType)
            return (ValueGetter<T>)((ref T dst) => dst = Parse(tryParse, current(), Fields[0]));
        return (ValueGetter<VBuffer<T>>)(
            (ref VBuffer<T> dst) =>
            {
                var line = current();
                var editor = VBufferEditor.Create(ref dst, Fields.Length);
                for (int slot = 0; slot < Fields.Length; slot++)
                    editor.Values[slot] = Parse(tryParse, line, Fields[slot]);
                dst = editor.Commit();
            }
        );
    }

    private T Parse<T>(TextParsers.TryParse<T> tryParse, (long Number, List<string> Fields) line, int field)
    {
        if (field >= line.Fields.Count || line.Fields[field].Length == 0)
            return default;
        if (tryParse(line.Fields[field], out var value))
            return value;
        var cause = new InvalidOperationException(
            $"Could not parse value {line.Fields[field]} in line {line.Number}, column {Name}"
        );
        throw new FormatException($"Parsing failed with an exception: {cause.Message}", cause);
    }
}
