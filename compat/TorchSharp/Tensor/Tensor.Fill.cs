using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp
{
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

            public Tensor normal_(double mean = 0, double std = 1, Generator generator = null) =>
                Aten.InPlace("normal_", this, mean, std, generator);

            public Tensor exponential_(double lambda = 1, Generator generator = null) =>
                Aten.InPlace("exponential_", this, lambda, generator);

            public Tensor log_normal_(double mean = 0, double std = 1, Generator generator = null) =>
                Aten.InPlace("log_normal_", this, mean, std, generator);

            public Tensor cauchy_(double median = 0, double sigma = 1, Generator generator = null) =>
                Aten.InPlace("cauchy_", this, median, sigma, generator);

            public Tensor bernoulli_(double p = 0.5, Generator generator = null) =>
                Aten.InPlace("bernoulli_.float", this, p, generator);

            public Tensor bernoulli_(Tensor p, Generator generator = null) =>
                Aten.InPlace("bernoulli_.Tensor", this, p, generator);

            public Tensor bernoulli(Generator generator = null) => Aten.One("bernoulli", this, generator);

            public Tensor random_(double from, double to, Generator generator = null) =>
                Aten.InPlace("random_.from", this, (long)from, (long)to, generator);

            public Tensor multinomial(long num_samples, bool replacement = false, Generator generator = null) =>
                Aten.One("multinomial", this, num_samples, replacement, generator);

            public Tensor poisson(Generator generator = null) => Aten.One("poisson", this, generator);
        }
    }
}
