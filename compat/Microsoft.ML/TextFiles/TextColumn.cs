using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A column of a text file: the fields it takes and what they become.</summary>
internal sealed class TextColumn
{
    public TextColumn(string name, PrimitiveDataViewType itemType, TextSegment[] segments)
    {
        Name = name;
        ItemType = itemType;
        Segments = segments;
        var ordered = segments.OrderBy(segment => segment.Min).ToArray();
        for (var i = 1; i < ordered.Length; i++)
        {
            Check.Param(
                ordered[i - 1].End <= ordered[i].Min,
                nameof(TextLoader.Column.Source),
                $"Intervals specified for column '{name}' overlap"
            );
        }

        FixedSize = segments.Where(segment => !segment.IsVariable).Sum(segment => segment.End - segment.Min);
        if (segments.Any(segment => segment.IsVariable))
        {
            Type = new VectorDataViewType(itemType);
        }
        else if (FixedSize > 1 || segments[0].ForceVector)
        {
            Type = new VectorDataViewType(itemType, FixedSize);
        }
        else
        {
            Type = itemType;
        }
    }

    public string Name { get; }

    public PrimitiveDataViewType ItemType { get; }

    public DataViewType Type { get; }

    public TextSegment[] Segments { get; }

    /// <summary>
    /// Gets the number of the column's fields, except those of a segment that extends to the end of the line.
    /// </summary>
    public int FixedSize { get; }

    /// <summary>Makes what reads the column's value from lines.</summary>
    public TextCell MakeCell(TextFormat format) =>
        GenericCall.Invoke<TextCell>(MakeCell<int>, [ItemType.RawType], format);

    private TextCell MakeCell<T>(TextFormat format)
    {
        var tryParse = (TextParsers.TryParse<T>)TextParsers.Create(ItemType, format);
        return Type is VectorDataViewType
            ? new TextVectorCell<T>(this, tryParse, format.MissingRealsAsNaNs)
            : new TextScalarCell<T>(this, tryParse, format.MissingRealsAsNaNs);
    }
}
