namespace Microsoft.ML.Data;

/// <summary>Creates getters of annotation values from plain .NET values, including strings and arrays.</summary>
internal static class AnnotationGetters
{
    public static Delegate Create<T>(T value)
    {
        if (value is string text)
        {
            return Constant(text.AsMemory());
        }

        if (value is string[] texts)
        {
            return Vector(Array.ConvertAll(texts, item => item.AsMemory()));
        }

        if (value is Array)
        {
            return GenericCall.Invoke<Delegate>(Vector<int>, [typeof(T).GetElementType()], value);
        }

        if (typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(VBuffer<>))
        {
            return GenericCall.Invoke<Delegate>(Buffer<int>, typeof(T).GetGenericArguments(), value);
        }

        return Constant(value);
    }

    public static Delegate Constant<T>(T value) => (ValueGetter<T>)((ref T dst) => dst = value);

    /// <summary>Creates a getter of a dense vector. Every caller gets its own copy.</summary>
    public static Delegate Vector<T>(T[] values) =>
        (ValueGetter<VBuffer<T>>)((ref VBuffer<T> dst) => VBuffer<T>.Copy(values, 0, ref dst, values.Length));

    public static Delegate Buffer<T>(VBuffer<T> values) =>
        (ValueGetter<VBuffer<T>>)((ref VBuffer<T> dst) => values.CopyTo(ref dst));
}
