namespace Microsoft.ML.Data;

/// <summary>What a text file's fields become. Sparse lines, keys, and ranges without an end are not here.</summary>
public sealed class TextLoader
{
    private TextLoader() { }

    public sealed class Column
    {
        public string Name;
        public Range[] Source;

        public Column() { }

        public Column(string name, DataKind dataKind, int index)
            : this(name, dataKind, [new Range(index)]) { }

        public Column(string name, DataKind dataKind, int minIndex, int maxIndex)
            : this(name, dataKind, [new Range(minIndex, maxIndex)]) { }

        internal Column(string name, DataKind dataKind, Range[] source)
        {
            Name = name;
            DataKind = dataKind;
            Source = source;
        }

        public DataKind DataKind { get; set; } = DataKind.Single;
    }

    public sealed class Range
    {
        public int Min;
        public int? Max;

        public Range() { }

        public Range(int index)
            : this(index, index) { }

        public Range(int min, int? max)
        {
            Min = min;
            Max = max;
        }
    }
}
