using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Indexing by numbers. Negative numbers count from the end.
    public partial class Tensor
    {
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set
            {
                using var part = this[i1];
                Aten.Run("copy_", part, value);
            }
        }

        public Tensor this[long i1, long i2]
        {
            get
            {
                using var row = this[i1];
                return row[i2];
            }
            set
            {
                using var part = this[i1, i2];
                Aten.Run("copy_", part, value);
            }
        }
    }
}
