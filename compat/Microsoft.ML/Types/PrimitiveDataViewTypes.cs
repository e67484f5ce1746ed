namespace Microsoft.ML.Data;

public abstract class PrimitiveDataViewType : DataViewType
{
    protected PrimitiveDataViewType(Type rawType)
        : base(rawType) { }
}

public sealed class NumberDataViewType : PrimitiveDataViewType
{
    private NumberDataViewType(Type rawType)
        : base(rawType) { }

    public static NumberDataViewType SByte { get; } = new(typeof(sbyte));

    public static NumberDataViewType Byte { get; } = new(typeof(byte));

    public static NumberDataViewType Int16 { get; } = new(typeof(short));

    public static NumberDataViewType UInt16 { get; } = new(typeof(ushort));

    public static NumberDataViewType Int32 { get; } = new(typeof(int));

    public static NumberDataViewType UInt32 { get; } = new(typeof(uint));

    public static NumberDataViewType Int64 { get; } = new(typeof(long));

    public static NumberDataViewType UInt64 { get; } = new(typeof(ulong));

    public static NumberDataViewType Single { get; } = new(typeof(float));

    public static NumberDataViewType Double { get; } = new(typeof(double));

    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    public override string ToString() => RawType.Name;
}

public sealed class BooleanDataViewType : PrimitiveDataViewType
{
    private BooleanDataViewType()
        : base(typeof(bool)) { }

    public static BooleanDataViewType Instance { get; } = new();

    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    public override string ToString() => "Boolean";
}

public sealed class TextDataViewType : PrimitiveDataViewType
{
    private TextDataViewType()
        : base(typeof(ReadOnlyMemory<char>)) { }

    public static TextDataViewType Instance { get; } = new();

    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    public override string ToString() => "String";
}

public sealed class TimeSpanDataViewType : PrimitiveDataViewType
{
    private TimeSpanDataViewType()
        : base(typeof(TimeSpan)) { }

    public static TimeSpanDataViewType Instance { get; } = new();

    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    public override string ToString() => "TimeSpan";
}

public sealed class DateTimeDataViewType : PrimitiveDataViewType
{
    private DateTimeDataViewType()
        : base(typeof(DateTime)) { }

    public static DateTimeDataViewType Instance { get; } = new();

    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    public override string ToString() => "DateTime";
}

public sealed class DateTimeOffsetDataViewType : PrimitiveDataViewType
{
    private DateTimeOffsetDataViewType()
        : base(typeof(DateTimeOffset)) { }

    public static DateTimeOffsetDataViewType Instance { get; } = new();

    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    public override string ToString() => "DateTimeOffset";
}

public sealed class RowIdDataViewType : PrimitiveDataViewType
{
    private RowIdDataViewType()
        : base(typeof(DataViewRowId)) { }

    public static RowIdDataViewType Instance { get; } = new();

    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);

    public override string ToString() => "DataViewRowId";
}
