using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp
{
    // Writing into a tensor, with random numbers too.
    public static partial class torch
    {
        public static Tensor bernoulli(Tensor input, Generator generator = null) => input.bernoulli(generator);

        public static Tensor multinomial(
            Tensor input,
            long num_samples,
            bool replacement = false,
            Generator generator = null
        ) => input.multinomial(num_samples, replacement, generator);

        public static Tensor poisson(Tensor input, Generator generator = null) => input.poisson(generator);
    }
}
