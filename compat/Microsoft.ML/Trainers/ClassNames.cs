using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>The key values of a training label, which name the classes in a scorer's columns.</summary>
internal abstract class ClassNames
{
    private protected ClassNames(VectorDataViewType type)
    {
        Type = type;
    }

    /// <summary>Gets the type of the vector of key values.</summary>
    public VectorDataViewType Type { get; }

    /// <summary>Reads the class names. Returns null if the column is not a key or has no key values.</summary>
    public static ClassNames Read(DataViewSchema.Column? label)
    {
        if (label is not { } column || !column.HasKeyValues())
        {
            return null;
        }

        var type = (VectorDataViewType)column.Annotations.Schema[AnnotationKinds.KeyValues].Type;
        return (ClassNames)
            Activator.CreateInstance(typeof(ClassNames<>).MakeGenericType(type.ItemType.RawType), column, type);
    }

    public abstract void AddTo(DataViewSchema.Annotations.Builder builder, string annotation);
}

internal sealed class ClassNames<T> : ClassNames
{
    private readonly VBuffer<T> _values;

    public ClassNames(DataViewSchema.Column label, VectorDataViewType type)
        : base(type)
    {
        label.GetKeyValues(ref _values);
    }

    public override void AddTo(DataViewSchema.Annotations.Builder builder, string annotation) =>
        builder.Add(annotation, Type, (ref VBuffer<T> values) => _values.CopyTo(ref values));
}
