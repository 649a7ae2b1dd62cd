// Enough for frames and their columns; arithmetic on whole frames wants chained operations, which core has as ESM alone.
require('@tensorflow/tfjs-backend-cpu')
module.exports = require('@tensorflow/tfjs-core')
