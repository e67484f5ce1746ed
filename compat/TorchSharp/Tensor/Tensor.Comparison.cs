using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        // Comparison element by element.
        public partial class Tensor
        {
            public Tensor eq(Tensor target) => Aten.One("eq.Tensor", this, target);

            public Tensor eq(Scalar target) => Aten.One("eq.Scalar", this, target);

            public Tensor eq_(Tensor target) => Aten.InPlace("eq_.Tensor", this, target);

            public Tensor eq_(Scalar target) => Aten.InPlace("eq_.Scalar", this, target);

            public Tensor ne(Tensor target) => Aten.One("ne.Tensor", this, target);

            public Tensor ne(Scalar target) => Aten.One("ne.Scalar", this, target);

            public Tensor ne_(Tensor target) => Aten.InPlace("ne_.Tensor", this, target);

            public Tensor ne_(Scalar target) => Aten.InPlace("ne_.Scalar", this, target);

            public Tensor lt(Tensor target) => Aten.One("lt.Tensor", this, target);

            public Tensor lt(Scalar target) => Aten.One("lt.Scalar", this, target);

            public Tensor lt_(Tensor target) => Aten.InPlace("lt_.Tensor", this, target);

            public Tensor lt_(Scalar target) => Aten.InPlace("lt_.Scalar", this, target);

            public Tensor le(Tensor target) => Aten.One("le.Tensor", this, target);

            public Tensor le(Scalar target) => Aten.One("le.Scalar", this, target);

            public Tensor le_(Tensor target) => Aten.InPlace("le_.Tensor", this, target);

            public Tensor le_(Scalar target) => Aten.InPlace("le_.Scalar", this, target);

            public Tensor gt(Tensor target) => Aten.One("gt.Tensor", this, target);

            public Tensor gt(Scalar target) => Aten.One("gt.Scalar", this, target);

            public Tensor gt_(Tensor target) => Aten.InPlace("gt_.Tensor", this, target);

            public Tensor gt_(Scalar target) => Aten.InPlace("gt_.Scalar", this, target);

            public Tensor ge(Tensor target) => Aten.One("ge.Tensor", this, target);

            public Tensor ge(Scalar target) => Aten.One("ge.Scalar", this, target);

            public Tensor ge_(Tensor target) => Aten.InPlace("ge_.Tensor", this, target);

            public Tensor ge_(Scalar target) => Aten.InPlace("ge_.Scalar", this, target);

            public Tensor equal(Tensor target) => eq(target);

            public Tensor not_equal(Tensor target) => ne(target);

            public Tensor less(Tensor target) => lt(target);

            public Tensor less_equal(Tensor target) => le(target);

            public Tensor greater(Tensor target) => gt(target);

            public Tensor greater_equal(Tensor target) => ge(target);

            public Tensor isclose(Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) =>
                Aten.One("isclose", this, other, rtol, atol, nanEqual);

            public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) =>
                Aten.Value("allclose", this, target, rtol, atol, equal_nan).Integer != 0;
        }
    }
}
