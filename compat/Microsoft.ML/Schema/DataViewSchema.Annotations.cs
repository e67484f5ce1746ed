using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    public sealed class Annotations
    {
        private readonly Delegate[] _getters;

        private Annotations(DataViewSchema schema, Delegate[] getters)
        {
            Schema = schema;
            _getters = getters;
        }

        public static Annotations Empty { get; } = new(new DataViewSchema([]), []);

        public DataViewSchema Schema { get; }

        public ValueGetter<TValue> GetGetter<TValue>(Column column)
        {
            if (column.Index >= _getters.Length)
            {
                throw new ArgumentException(nameof(column));
            }

            return _getters[column.Index] as ValueGetter<TValue>
                ?? throw new InvalidOperationException($"Invalid call to '{nameof(GetGetter)}'");
        }

        /// <summary>Returns the getter of an annotation whose type is known only at run time.</summary>
        internal Delegate GetGetter(Column column) => _getters[column.Index];

        public void GetValue<TValue>(string kind, ref TValue value)
        {
            var column =
                Schema.GetColumnOrNull(kind)
                ?? throw new InvalidOperationException($"Invalid call to '{nameof(GetValue)}'");
            GetGetter<TValue>(column)(ref value);
        }

        public override string ToString() => string.Join(", ", Schema.Select(column => column.Name));

        public sealed class Builder
        {
            private readonly List<(DetachedColumn Column, Delegate Getter)> _items = [];

            public Builder() { }

            public void Add(Annotations annotations, Func<string, bool> selector)
            {
                if (annotations is null)
                {
                    return;
                }

                ArgumentNullException.ThrowIfNull(selector);
                foreach (var column in annotations.Schema.Where(column => selector(column.Name)))
                {
                    _items.Add((new DetachedColumn(column), annotations.GetGetter(column)));
                }
            }

            public void Add<TValue>(
                string name,
                DataViewType type,
                ValueGetter<TValue> getter,
                Annotations annotations = null
            )
            {
                CheckRawType(type, typeof(TValue));
                AddGetter(name, type, getter, annotations);
            }

            public void Add(string name, DataViewType type, Delegate getter, Annotations annotations = null)
            {
                ArgumentNullException.ThrowIfNull(type);
                ArgumentNullException.ThrowIfNull(getter);
                var expected = typeof(ValueGetter<>).MakeGenericType(type.RawType);
                if (!expected.IsInstanceOfType(getter))
                {
                    throw new ArgumentException(
                        $"Getter of type '{type.RawType}' expected, but {getter.GetType()} found",
                        nameof(getter)
                    );
                }

                AddGetter(name, type, getter, annotations);
            }

            public void AddPrimitiveValue<TValue>(
                string name,
                PrimitiveDataViewType type,
                TValue value,
                Annotations annotations = null
            )
            {
                CheckRawType(type, typeof(TValue));
                AddGetter(name, type, (ValueGetter<TValue>)((ref TValue dst) => dst = value), annotations);
            }

            public Annotations ToAnnotations() =>
                new(FromColumns(_items.Select(item => item.Column)), _items.Select(item => item.Getter).ToArray());

            private void AddGetter(string name, DataViewType type, Delegate getter, Annotations annotations)
            {
                var column = new DetachedColumn(name, type, annotations);
                ArgumentNullException.ThrowIfNull(getter);
                _items.Add((column, getter));
            }

            private static void CheckRawType(DataViewType type, Type expected)
            {
                ArgumentNullException.ThrowIfNull(type);
                if (type.RawType != expected)
                {
                    throw new ArgumentException($"type.RawType must be of type '{expected.FullName}'.", nameof(type));
                }
            }
        }
    }
}
