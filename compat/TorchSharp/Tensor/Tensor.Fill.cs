using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Writing into a tensor, with random numbers too.
    public partial class Tensor
    {
        public Tensor zero_() => Aten.InPlace("zero_", this);

        public Tensor fill_(Scalar value) => Aten.InPlace("fill_.Scalar", this, value);

        public Tensor copy_(Tensor source, bool nonBlocking = false) =>
            Aten.InPlace("copy_", this, source, nonBlocking);

        public Tensor uniform_(double from, double to, Generator generator = null) =>
            Aten.InPlace("uniform_", this, from, to, generator);

        public Tensor bernoulli(Generator generator = null) => Aten.One("bernoulli", this, generator);

        public Tensor poisson(Generator generator = null) => Aten.One("poisson", this, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator generator = null) =>
            Aten.One("multinomial", this, num_samples, replacement, generator);
    }
}
